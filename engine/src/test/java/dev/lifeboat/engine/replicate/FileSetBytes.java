package dev.lifeboat.engine.replicate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Looks at file sets from outside. Hashes are taken by a child process, because the test's own process may have the
/// database open (LK-3).
final class FileSetBytes {
    private FileSetBytes() {}

    /// All of a file, and of a `-shm` all but its read marks, bytes 100 to 119, which whoever reads may move.
    private static final String BYTES =
            "case $1 in *-shm) head -c 100 \"$1\"; tail -c +121 \"$1\";; *) cat \"$1\";; esac";

    /// Name to hash, of those files of a set that are there.
    static Map<String, String> hashes(Path database) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Path file = database.resolveSibling(database.getFileName() + suffix);
            if (Files.exists(file)) {
                Process process =
                        new ProcessBuilder("sh", "-c", "(" + BYTES + ") | sha256sum", "sh", file.toString()).start();
                hashes.put(suffix, new String(process.getInputStream().readAllBytes()).substring(0, 64));
            }
        }
        return hashes;
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The files of the set that `pid` has open, as the kernel says it.
    static List<String> descriptors(long pid, Path database) throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return links.map(FileSetBytes::target)
                    .filter(target -> target.equals(database.toString())
                            || target.startsWith(database + "-")
                            || target.startsWith(database + " "))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (java.nio.file.NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The database as one file, as a checkpoint by another SQLite makes it; works on a copy. Nobody may write
    /// meanwhile.
    static byte[] checkpointed(Path database, Path scratch) throws IOException {
        Path copy = scratch.resolve("checkpointed.db");
        for (String suffix : List.of("", "-wal")) {
            Path from = database.resolveSibling(database.getFileName() + suffix);
            Path to = scratch.resolve("checkpointed.db" + suffix);
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                new ProcessBuilder("cp", from.toString(), to.toString())
                        .start()
                        .onExit()
                        .join();
            }
        }
        ForeignRestore.sqlite3(copy, "PRAGMA wal_checkpoint(TRUNCATE)");
        return Files.readAllBytes(copy);
    }
}
