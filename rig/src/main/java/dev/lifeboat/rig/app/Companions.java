package dev.lifeboat.rig.app;

import dev.lifeboat.rig.SqliteAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The other connections of the application: one that checkpoints by itself, one that reads for long.
final class Companions {
    private final AppOptions options;
    private final Report report;
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Companions(AppOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void start() {
        if (!options.checkpoint().isEmpty()) {
            String pragma = "PRAGMA wal_checkpoint(" + options.checkpoint() + ")";
            threads.add(Thread.ofPlatform()
                    .name("checkpointer")
                    .start(() -> repeat(options.checkpointEveryMillis(), statement -> statement.execute(pragma))));
        }
        if (options.readerMillis() > 0) {
            threads.add(Thread.ofPlatform().name("reader").start(() -> repeat(1, this::readForLong)));
        }
    }

    void stop() {
        end.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void readForLong(Statement statement) throws SQLException, InterruptedException {
        statement.execute("BEGIN");
        statement.execute("SELECT max(n) FROM entry");
        if (!end.await(options.readerMillis(), TimeUnit.MILLISECONDS)) {
            statement.execute("COMMIT");
        }
    }

    private void repeat(long everyMillis, Work work) {
        while (end.getCount() > 0) {
            if (!report.hasCommits()) {
                // The writer makes the database; whoever came first would spoil its page size.
                awaitQuietly();
                continue;
            }
            try (Connection connection = DriverManager.getConnection(SqliteAddress.create(options.database()));
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=" + options.busyTimeoutMillis());
                statement.execute("PRAGMA wal_autocheckpoint=0");
                while (!end.await(everyMillis, TimeUnit.MILLISECONDS)) {
                    work.with(statement);
                }
            } catch (SQLException e) {
                report.companionFailed(e);
                awaitQuietly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void awaitQuietly() {
        try {
            end.await(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void with(Statement statement) throws SQLException, InterruptedException;
    }
}
