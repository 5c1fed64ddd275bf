package dev.lifeboat.rig.app;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Writes row after row at its pace and goes on after errors, as applications do: it looks at what is there and
/// continues behind it.
final class Application {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final AppOptions options;
    private final Ledger ledger;
    private final Report report;
    private volatile boolean stopping;

    Application(AppOptions options, Ledger ledger, Report report) {
        this.options = options;
        this.ledger = ledger;
        this.report = report;
    }

    void stop() {
        stopping = true;
    }

    void run() throws IOException {
        report.begin();
        while (!isOver()) {
            try (RowWriter writer = RowWriter.open(options)) {
                write(writer);
            } catch (SQLException e) {
                report.failed(e);
                LockSupport.parkNanos(PATIENCE_NANOS);
            }
        }
        report.end();
    }

    private void write(RowWriter writer) throws SQLException, IOException {
        Pace pace = new Pace(options.ratePerSecond());
        do {
            pace.await();
            long started = System.nanoTime();
            long n = writer.write();
            report.committed(System.nanoTime() - started);
            ledger.note(n);
        } while (!isOver() && !options.reopens());
    }

    private boolean isOver() {
        return stopping || (options.seconds() > 0 && report.seconds() >= options.seconds());
    }
}
