package dev.lifeboat.engine.fileset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A directory with an old set of 300 rows, 100 of them in its `-wal` alone, and a new database of 500 rows in staging.
final class SwapBench {
    static final long OLD_ROWS = 300;
    static final long NEW_ROWS = 500;
    /// Stands for the kernel's answer where a test is about the order of acts.
    static final HolderScan NOBODY = (_, _) -> new Holders.None(List.of());

    final FileSet set;
    final SwapRequest request;
    final List<Hashes.Entry> oldHashes;
    final String newHash;
    private final Path scratch;

    SwapBench(Path directory) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home")).toRealPath();
        scratch = directory.resolve("scratch");
        Databases.makeWithWal(home.resolve("app.db"), 200, 100);
        set = FileSet.resolve(home.resolve("app.db"));
        Path staging = Files.createDirectories(set.metaDirectory().resolve("staging"));
        Databases.make(staging.resolve("new.db"), (int) NEW_ROWS);
        request = SwapRequest.of("7Q2M", set, staging.resolve("new.db"));
        oldHashes = Hashes.of(set);
        newHash = Hashes.sha256(request.staged());
    }

    long rowsSeen() throws Exception {
        return Databases.rowsSeen(set, scratch);
    }

    /// The old set as the quarantine has it.
    FileSet kept() {
        return new FileSet(request.quarantine().resolve(set.name()));
    }
}
