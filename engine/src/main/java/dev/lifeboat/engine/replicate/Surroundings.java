package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.FileSystemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What lies around a database that a person should know of when it is taken up (DB-4, DB-8). Looks with stat alone.
final class Surroundings {
    /// A foreign replicator touches its directory at least this often while it runs and the database is written.
    private static final Duration RECENT = Duration.ofMinutes(5);

    private Surroundings() {}

    static List<String> notices(DatabasePath path, Instant now) throws IOException {
        List<String> notices = new ArrayList<>();
        String kind = FileSystemKind.of(path.file()).notice();
        if (!kind.isEmpty()) {
            notices.add(kind);
        }
        Path foreign = path.file().resolveSibling("." + path.file().getFileName() + "-litestream");
        if (isRecent(foreign, now) || isRecent(foreign.resolve("generation"), now)) {
            notices.add("another replicator seems to run here (" + foreign
                    + " was written lately): two that checkpoint the same database undo each other's work");
        }
        return notices;
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
