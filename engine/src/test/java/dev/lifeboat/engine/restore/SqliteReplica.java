package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.sqlite.JDBC;

/// A replica made step by step from a real SQLite database, with SQLite's own checkpoint as the witness of what
/// each state is. For tests; cuts its segments where it is told to.
public final class SqliteReplica implements AutoCloseable {
    private final Path directory;
    private final Path database;
    private final Connection connection;
    private final int pageBytes;
    private final GenerationId generation;
    private Instant clock = Instant.parse("2026-05-01T00:00:00Z");
    private int index;
    private int uploaded;
    private UnaryOperator<byte[]> disguise = UnaryOperator.identity();

    public SqliteReplica(Path directory, int pageBytes, GenerationId generation) throws SQLException, IOException {
        this.directory = directory;
        this.pageBytes = pageBytes;
        this.generation = generation;
        Files.createDirectories(directory);
        this.database = directory.resolve("source.db");
        this.connection = open(database);
        sql("PRAGMA page_size=" + pageBytes, "PRAGMA auto_vacuum=0", "PRAGMA journal_mode=WAL");
        sql("PRAGMA wal_autocheckpoint=0", "CREATE TABLE t(k INTEGER PRIMARY KEY, v BLOB)", "CREATE INDEX i ON t(v)");
        checkpoint();
    }

    private static Connection open(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    }

    public Path root() {
        return directory.resolve("replica");
    }

    /// What is done to the whole WAL before it is cut into segments.
    void disguiseWal(UnaryOperator<byte[]> change) {
        disguise = change;
    }

    public void sql(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    public void transaction(String... statements) throws SQLException {
        sql("BEGIN");
        sql(statements);
        sql("COMMIT");
    }

    public void snapshot() throws IOException {
        put(new ObjectName.Snapshot(generation, index).key(), Files.readAllBytes(database));
    }

    /// Uploads what the WAL holds beyond what was uploaded; returns the position reached.
    public Position segment() throws IOException {
        return segmentTo(wal().length);
    }

    public Position segmentTo(int end) throws IOException {
        put(new ObjectName.Segment(generation, index, uploaded).key(), Arrays.copyOfRange(wal(), uploaded, end));
        uploaded = end;
        return new Position(generation, index, end);
    }

    public byte[] wal() throws IOException {
        return disguise.apply(Files.readAllBytes(Path.of(database + "-wal")));
    }

    public int frameEnd(int frame) {
        return 32 + frame * (24 + pageBytes);
    }

    /// Everything into the database file; the WAL begins anew with the next write.
    public void nextIndex() throws SQLException {
        checkpoint();
        index++;
        uploaded = 0;
    }

    private void checkpoint() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (!row.next() || row.getInt(1) != 0) {
                throw new IllegalStateException("checkpoint was busy");
            }
        }
    }

    /// Copies as much of the WAL into the database file as SQLite can, and keeps the WAL as it is.
    public void backfill() throws SQLException {
        sql("PRAGMA wal_checkpoint(PASSIVE)");
    }

    Instant now() {
        return clock;
    }

    public void put(String key, byte[] content) throws IOException {
        Path file = root().resolve(key);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        clock = clock.plusSeconds(60);
        Files.setLastModifiedTime(file, FileTime.from(clock));
    }

    /// The hash of the state up to WAL byte `end`, as SQLite itself makes it.
    String expected(int end) throws SQLException, IOException {
        Path copy = directory.resolve("witness.db");
        Files.copy(database, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(database + "-wal"), Path.of(copy + "-wal"), StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile wal = new RandomAccessFile(copy + "-wal", "rw")) {
            wal.setLength(end);
        }
        try (Connection witness = open(copy);
                Statement statement = witness.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        String hash = Hashes.sha256(copy);
        Files.delete(copy);
        Files.deleteIfExists(Path.of(copy + "-wal"));
        return hash;
    }

    String expected() throws SQLException, IOException {
        return expected(Math.toIntExact(Files.size(Path.of(database + "-wal"))));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
