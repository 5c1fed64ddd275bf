package dev.lifeboat.app.wire;

import dev.lifeboat.engine.proof.LiveLook;
import dev.lifeboat.engine.proof.LiveSight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whether a database is sound, looked at read-only and not more often than is of use: a whole look reads
/// every page. A large database is not read to its end.
///
/// Another file under the same name is looked at at once, the same file again after a while.
final class SoundnessLook {
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);

    /// The WAL of an application that writes at full speed grows by some tens of megabytes meanwhile, far from the
    /// 256 MiB that it may have.
    private static final Duration LIMIT = Duration.ofMillis(250);

    private final LiveLook look = LiveLook.within(LIMIT);
    private final Clock clock;
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    SoundnessLook(Clock clock) {
        this.clock = clock;
    }

    /// What was seen and when.
    record Seen(Instant at, Object file, LiveSight sight) {}

    Seen look(Path database) throws IOException {
        Object file = identity(database).orElse("absent");
        Instant now = clock.instant();
        Seen last = seen.get(database);
        if (last != null && last.file().equals(file) && last.at().plus(GOOD_FOR).isAfter(now)) {
            return last;
        }
        Seen fresh = new Seen(now, file, look.look(database));
        seen.put(database, fresh);
        return fresh;
    }

    // A stat only: what is watched may be open in this process.
    private static Optional<Object> identity(Path database) throws IOException {
        return Files.exists(database, LinkOption.NOFOLLOW_LINKS) && Files.exists(database)
                ? Optional.ofNullable(Files.readAttributes(database, BasicFileAttributes.class)
                        .fileKey())
                : Optional.empty();
    }
}
