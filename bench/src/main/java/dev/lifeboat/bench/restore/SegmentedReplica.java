package dev.lifeboat.bench.restore;

import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/// A replica in the layout of 0.3 of a real SQLite database: each transaction is a segment, an index ends where SQLite
/// would checkpoint.
final class SegmentedReplica {
    private static final String GENERATION = "0123456789abcdef";
    private static final long INDEX_BYTES = 4L << 20;

    private final Path root;
    private final Path database;
    private int index;
    private long uploaded;

    private SegmentedReplica(Path root, Path database) {
        this.root = root;
        this.database = database;
    }

    /// `segments` transactions of together `rows` rows at `root`, unless it is there already.
    static void make(Path root, Path scratch, int segments, int rows) throws IOException, SQLException {
        if (Files.exists(root)) {
            return;
        }
        Path database = Files.createTempDirectory(scratch, "source").resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=OFF");
            statement.execute("PRAGMA wal_autocheckpoint=0");
            statement.execute("CREATE TABLE customers(k INTEGER PRIMARY KEY, name TEXT, body TEXT)");
            statement.execute("CREATE INDEX by_name ON customers(name)");
            SegmentedReplica replica = new SegmentedReplica(root, database);
            replica.checkpoint(statement);
            replica.put("snapshots/%08x.snapshot.lz4".formatted(0), database, 0);
            for (int n = 0; n < segments; n++) {
                int own = (int) ((long) rows * (n + 1) / segments - (long) rows * n / segments);
                statement.execute(transaction((long) rows * n / segments, own));
                replica.segment();
                if (replica.uploaded > INDEX_BYTES) {
                    replica.checkpoint(statement);
                    replica.index++;
                }
            }
        }
    }

    private static String transaction(long from, int rows) {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<" + rows
                + ") INSERT INTO customers(name, body) SELECT printf('customer-%08d', i+" + from + "),"
                + " hex(randomblob(20))||' ordered, paid, shipped' FROM n";
    }

    private void checkpoint(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (!row.next() || row.getInt(1) != 0) {
                throw new IllegalStateException("checkpoint was busy");
            }
        }
        uploaded = 0;
    }

    private void segment() throws IOException {
        Path wal = Path.of(database + "-wal");
        put(String.format(Locale.ROOT, "wal/%08x_%08x.wal.lz4", index, uploaded), wal, uploaded);
        uploaded = Files.size(wal);
    }

    private void put(String name, Path file, long from) throws IOException {
        Path object = root.resolve("generations").resolve(GENERATION).resolve(name);
        Files.createDirectories(object.getParent());
        try (FileChannel channel = FileChannel.open(file).position(from);
                InputStream in = Channels.newInputStream(channel);
                OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(object))) {
            in.transferTo(out);
        }
    }
}
