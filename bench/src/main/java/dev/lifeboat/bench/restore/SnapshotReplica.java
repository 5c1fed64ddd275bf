package dev.lifeboat.bench.restore;

import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A replica of one snapshot of a given size.
final class SnapshotReplica {
    static final String OBJECT = "generations/0123456789abcdef/snapshots/00000000.snapshot.lz4";
    private static final int BATCH_ROWS = 100_000;

    private SnapshotReplica() {}

    /// About `bytes` of database at `root`, unless it is there already.
    static void make(Path root, Path scratch, long bytes) throws IOException, SQLException {
        if (Files.exists(root)) {
            return;
        }
        Path database = Files.createTempDirectory(scratch, "source").resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=OFF");
            statement.execute("PRAGMA synchronous=OFF");
            statement.execute("CREATE TABLE orders(k INTEGER PRIMARY KEY, name TEXT, body TEXT)");
            while (Files.size(database) < bytes) {
                statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<" + BATCH_ROWS
                        + ") INSERT INTO orders(name, body) SELECT 'customer-'||i,"
                        + " hex(randomblob(60))||' ordered, paid, shipped' FROM n");
            }
        }
        Path object = root.resolve(OBJECT);
        Files.createDirectories(object.getParent());
        Path unfinished = object.resolveSibling("unfinished.tmp");
        try (InputStream in = Files.newInputStream(database);
                OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(unfinished))) {
            in.transferTo(out);
        }
        Files.move(unfinished, object);
        Files.delete(database);
    }
}
