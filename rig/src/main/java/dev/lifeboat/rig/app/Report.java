package dev.lifeboat.rig.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the application saw, written to a file each second and at the end, so that it survives a kill.
///
/// `name=value` lines: `transactions`, `seconds`, `p50_us`, `p99_us`, `p999_us`, `max_us` of whole transactions, `busy`
/// (answers after the busy timeout was over), `errors` (everything else), `companion_busy`, `companion_errors`, and the
/// first few messages.
final class Report {
    private static final int SQLITE_BUSY = 5;
    private static final int MESSAGES = 8;

    private final Path file;
    private final Stalls stalls = new Stalls();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Long> messages = new LinkedHashMap<>();
    private long transactions;
    private long startedNanos;
    private long writtenNanos;

    Report(Path file) {
        this.file = file;
    }

    synchronized void begin() {
        startedNanos = System.nanoTime();
        writtenNanos = startedNanos;
    }

    synchronized void committed(long nanos) throws IOException {
        transactions++;
        stalls.add(nanos);
        if (System.nanoTime() - writtenNanos > TimeUnit.SECONDS.toNanos(1)) {
            write();
        }
    }

    synchronized void failed(SQLException e) throws IOException {
        count(isBusy(e) ? "busy" : "errors", e);
        write();
    }

    synchronized void companionFailed(SQLException e) {
        count(isBusy(e) ? "companion_busy" : "companion_errors", e);
    }

    synchronized void end() throws IOException {
        write();
    }

    synchronized boolean hasCommits() {
        return transactions > 0;
    }

    synchronized double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    private static boolean isBusy(SQLException e) {
        return (e.getErrorCode() & 0xFF) == SQLITE_BUSY;
    }

    private void count(String what, SQLException e) {
        counts.merge(what, 1L, Long::sum);
        String message = what + ": " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        if (messages.containsKey(message) || messages.size() < MESSAGES) {
            messages.merge(message, 1L, Long::sum);
        }
    }

    private void write() throws IOException {
        writtenNanos = System.nanoTime();
        StringBuilder text = new StringBuilder();
        line(text, "transactions", transactions);
        text.append("seconds=").append(seconds()).append('\n');
        line(text, "p50_us", stalls.microsAt(500));
        line(text, "p99_us", stalls.microsAt(990));
        line(text, "p999_us", stalls.microsAt(999));
        line(text, "max_us", stalls.maxMicros());
        for (String count : new String[] {"busy", "errors", "companion_busy", "companion_errors"}) {
            line(text, count, counts.getOrDefault(count, 0L));
        }
        int number = 0;
        for (Map.Entry<String, Long> message : messages.entrySet()) {
            text.append("message.").append(number++).append('=').append(message.getValue());
            text.append(" x ").append(message.getKey()).append('\n');
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append('=').append(value).append('\n');
    }
}
