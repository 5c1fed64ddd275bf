package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The independent replays of all generations of one replica, kept from one look to the next: a look at a replica that
/// has grown reads what is new.
final class Replays {
    private final Path directory;
    private final Map<String, Replay> replays = new HashMap<>();
    private final Map<String, Long> rows = new HashMap<>();

    Replays(Path directory) {
        this.directory = directory;
    }

    /// The next look reads everything.
    void forget() throws IOException {
        for (Replay replay : replays.values()) {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(beside(replay, suffix));
            }
        }
        replays.clear();
        rows.clear();
    }

    /// The last row of the newest state of `generation`, checked row by row and by SQLite. Throws [DamageException].
    long rows(Generation generation) throws IOException {
        Replay replay = replay(generation);
        Files.createDirectories(directory);
        // Left by whoever looked at it last; they would speak of another state of the file.
        Files.deleteIfExists(beside(replay, "-wal"));
        Files.deleteIfExists(beside(replay, "-shm"));
        boolean isNew = replay.follow(generation);
        if (isNew || !rows.containsKey(generation.name())) {
            rows.remove(generation.name());
            rows.put(generation.name(), Rows.check(replay.target(), true));
        }
        return rows.get(generation.name());
    }

    /// The database that [#rows] made.
    Path database(Generation generation) {
        return replay(generation).target();
    }

    private Replay replay(Generation generation) {
        return replays.computeIfAbsent(generation.name(), name -> new Replay(directory.resolve(name + ".db")));
    }

    private static Path beside(Replay replay, String suffix) {
        return replay.target().resolveSibling(replay.target().getFileName() + suffix);
    }
}
