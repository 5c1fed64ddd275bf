package dev.lifeboat.engine.store.s3;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends attempts whose time is over. Its one thread is there only while something is in flight.
final class Alarms implements Closeable {
    private static final long IDLE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;

    Alarms() {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "s3-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /// Runs `end` after `limit` unless the alarm is closed before.
    Alarm set(Duration limit, Runnable end) {
        Alarm alarm = new Alarm(limit, end);
        alarm.start(executor);
        return alarm;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    static final class Alarm implements AutoCloseable {
        /// Never rings.
        static final Alarm NONE = new Alarm(Duration.ZERO, () -> {});

        private final Duration limit;
        private final Runnable end;
        private volatile boolean rang;
        private volatile Runnable cancel = () -> {};

        private Alarm(Duration limit, Runnable end) {
            this.limit = limit;
            this.end = end;
        }

        private void start(ScheduledThreadPoolExecutor executor) {
            var future = executor.schedule(this::ring, limit.toMillis(), TimeUnit.MILLISECONDS);
            cancel = () -> future.cancel(false);
        }

        private void ring() {
            rang = true;
            end.run();
        }

        boolean rang() {
            return rang;
        }

        @Override
        public void close() {
            cancel.run();
        }
    }
}
