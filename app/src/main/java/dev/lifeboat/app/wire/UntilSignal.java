package dev.lifeboat.app.wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// Runs something long until it ends by itself or TERM, INT or HUP asks for its end, and makes its own exit
/// status the process's either way (ST-2).
///
/// A signal starts the VM's shutdown; our hook asks the work to stop, waits for it and halts with its status:
/// left to itself the VM would say 143. Nothing runs behind that halt, so the work must have cleaned up when
/// it returns.
public final class UntilSignal {
    private static final int STILL_RUNNING = -1;
    private static final int TOO_SLOW = 1;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger status = new AtomicInteger(STILL_RUNNING);
    private final Runnable stop;
    private final Duration limit;

    private UntilSignal(Runnable stop, Duration limit) {
        this.stop = stop;
        this.limit = limit;
    }

    /// `stop` makes `work` return soon; after `limit` the process ends without waiting for it.
    public static int run(IntSupplier work, Runnable stop, Duration limit) {
        return new UntilSignal(stop, limit).run(work);
    }

    private int run(IntSupplier work) {
        Thread hook = new Thread(this::onShutdown, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            status.set(work.getAsInt());
            return status.get();
        } finally {
            ended.countDown();
            removeUnlessShuttingDown(hook);
        }
    }

    private void onShutdown() {
        stop.run();
        try {
            boolean inTime = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(inTime && status.get() != STILL_RUNNING ? status.get() : TOO_SLOW);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(TOO_SLOW);
        }
    }

    private static void removeUnlessShuttingDown(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs: it is what asked us to end, and it ends the process.
            return;
        }
    }
}
