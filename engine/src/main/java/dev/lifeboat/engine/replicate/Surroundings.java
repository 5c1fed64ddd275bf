package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.FileSystemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What lies around a database that a person should know of when it is taken up (DB-4, DB-8). Opens nothing of the
/// database.
final class Surroundings {
    /// A foreign replicator touches its directory at least this often while it runs and the database is written.
    private static final Duration RECENT = Duration.ofMinutes(5);

    private static final Path PROC = Path.of("/proc");

    private Surroundings() {}

    static List<String> notices(DatabasePath path, Instant now) throws IOException {
        List<String> notices = new ArrayList<>();
        String kind = FileSystemKind.of(path.file()).notice();
        if (!kind.isEmpty()) {
            notices.add(kind);
        }
        Path foreign = path.file().resolveSibling("." + path.file().getFileName() + "-litestream");
        List<String> holders = Files.isDirectory(foreign) ? replicatorsOn(path.file()) : List.of();
        if (!holders.isEmpty()) {
            notices.add("another replicator has this database open (" + String.join(", ", holders)
                    + "): two that checkpoint the same database undo each other's work; stop it");
        } else if (isRecent(foreign, now) || isRecent(foreign.resolve("generation"), now)) {
            notices.add("another replicator seems to run here (" + foreign
                    + " was written lately): two that checkpoint the same database undo each other's work");
        }
        return notices;
    }

    /// Those that the kernel shows to us. A name, not a proof: any program may be called like that.
    private static List<String> replicatorsOn(Path database) {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> isNamed(process) && hasOpen(process, database))
                    .map(process -> "process " + process.getFileName())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean isNamed(Path process) {
        try {
            return Files.readString(process.resolve("comm")).startsWith("litestream");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasOpen(Path process, Path database) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> isLinkTo(descriptor, database));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isLinkTo(Path link, Path database) {
        try {
            return Files.readSymbolicLink(link).equals(database);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRecent(Path file, Instant now) {
        try {
            FileTime written = Files.getLastModifiedTime(file);
            return written.toInstant().isAfter(now.minus(RECENT));
        } catch (IOException e) {
            return false;
        }
    }
}
