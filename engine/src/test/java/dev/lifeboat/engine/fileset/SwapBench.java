package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        this(directory, Optional.empty());
    }

    /// As `template` was when it was made. Copying files is much faster than making databases.
    SwapBench(Path directory, Path template) throws Exception {
        this(directory, Optional.of(template));
    }

    private SwapBench(Path directory, Optional<Path> template) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home")).toRealPath();
        scratch = directory.resolve("scratch");
        set = new FileSet(home.resolve("app.db"));
        Path staging = Files.createDirectories(set.metaDirectory().resolve("staging"));
        request = SwapRequest.of("7Q2M", set, staging.resolve("new.db"));
        if (template.isPresent()) {
            copy(template.get().resolve("home"), home);
            copy(template.get().resolve("home/.app.db-lifeboat/staging"), staging);
        } else {
            Databases.makeWithWal(set.database(), 200, 100);
            Databases.make(request.staged(), (int) NEW_ROWS);
        }
        oldHashes = Hashes.of(set);
        newHash = Hashes.sha256(request.staged());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    long rowsSeen() throws Exception {
        return Databases.rowsSeen(set, scratch);
    }

    /// The old set as the quarantine has it.
    FileSet kept() {
        return new FileSet(request.quarantine().resolve(set.name()));
    }
}
