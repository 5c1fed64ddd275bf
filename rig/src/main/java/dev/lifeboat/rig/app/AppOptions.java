package dev.lifeboat.rig.app;

import dev.lifeboat.rig.Arguments;
import java.nio.file.Path;

/// How the application writes.
///
/// - `--rate` transactions a second, 0 (as given) for as many as it can; `--payload` bytes a row, of which
///   `--random` percent do not compress; `--seconds` until it ends by itself, 0 for never.
/// - `--synchronous` FULL or NORMAL, `--page-size` of a new database, `--busy-timeout` in ms, `--auto-checkpoint`
/// pages.
/// - `--checkpoint` PASSIVE, RESTART or TRUNCATE on a connection of its own, each `--checkpoint-every` ms.
/// - `--reader` ms that a reader stays open, again and again; `--reopen` opens and closes for each transaction.
/// - `--also` work beside the rows, named by [Workload], separated by commas.
/// - `--ledger-force` ms between two fsyncs of the ledger, 0 for each note, -1 for never.
record AppOptions(
        Path database,
        Path ledger,
        Path report,
        long ratePerSecond,
        int payloadBytes,
        int randomPercent,
        long seconds,
        String synchronous,
        int pageSize,
        int busyTimeoutMillis,
        int autoCheckpointPages,
        String checkpoint,
        long checkpointEveryMillis,
        long readerMillis,
        boolean reopens,
        String also,
        long ledgerForceMillis,
        long seed) {
    static AppOptions of(Arguments from) {
        return new AppOptions(
                Path.of(from.text("database")),
                Path.of(from.text("ledger")),
                Path.of(from.text("report")),
                from.number("rate", 0),
                from.count("payload", 100),
                from.count("random", 50),
                from.number("seconds", 0),
                from.text("synchronous", "NORMAL"),
                from.count("page-size", 4096),
                from.count("busy-timeout", 5000),
                from.count("auto-checkpoint", 1000),
                from.text("checkpoint", ""),
                from.number("checkpoint-every", 0),
                from.number("reader", 0),
                from.has("reopen"),
                from.text("also", ""),
                from.number("ledger-force", 50),
                from.number("seed", 1));
    }
}
