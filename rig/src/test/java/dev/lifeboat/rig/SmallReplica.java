package dev.lifeboat.rig;

import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// A small database with a backup in a directory: one snapshot and a few segments, made in three runs.
record SmallReplica(Path scratch, Lifeboat lifeboat, Path root) {
    static SmallReplica make(Path scratch) throws Exception {
        SmallReplica small = new SmallReplica(
                scratch, Lifeboat.packaged(scratch.resolve("notes"), Map.of()), scratch.resolve("replica"));
        Path database = scratch.resolve("source/app.db");
        Files.createDirectories(database.getParent());
        for (int round = 0; round < 3; round++) {
            write(database, round);
            small.lifeboat.run("replicate", "-once", database, small.url()).orFail("replicate -once");
        }
        return small;
    }

    private static void write(Path database, int round) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA wal_autocheckpoint=0");
            statement.execute("CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v BLOB)");
            for (int i = 0; i < 5; i++) {
                statement.execute("INSERT INTO t(v) SELECT randomblob(2000 + " + round + ") FROM"
                        + " json_each('[1,2,3,4,5,6,7,8,9,10]')");
            }
        }
    }

    String url() {
        return "file://" + root;
    }

    /// A configuration of the database at `path`, with a state directory below `scratch`.
    Path configuration(Path path, String... further) throws IOException {
        StringBuilder yaml = new StringBuilder("state-dir: ").append(state()).append("\ndbs:\n");
        yaml.append("  - path: ").append(path).append('\n');
        for (String key : further) {
            yaml.append("    ").append(key).append('\n');
        }
        yaml.append("    replicas:\n      - url: ").append(url()).append('\n');
        return Files.writeString(scratch.resolve("lifeboat.yml"), yaml);
    }

    Path state() {
        return scratch.resolve("state");
    }
}
