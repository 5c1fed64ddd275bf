package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.replicate.spool.Chunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.sqlite.JDBC;

/// A real database and its capture, step by step: chunks of its WAL, images at its seals, and the hash of the
/// state at each position as SQLite itself makes it.
public final class CapturedDatabase implements AutoCloseable {
    private final Path directory;
    private final Path file;
    private final Clock clock;
    private final Connection connection;
    private final Map<Position, String> hashes = new HashMap<>();
    private final List<Chunk> chunks = new ArrayList<>();
    private GenerationId generation;
    private int index;
    private int captured;
    private int rows;
    private int files;

    public CapturedDatabase(Path directory, String generation, Clock clock) throws SQLException, IOException {
        this.directory = Files.createDirectories(directory);
        this.file = directory.resolve("app.db");
        this.clock = clock;
        this.generation = new GenerationId(generation);
        this.connection = open(file);
        sql("PRAGMA page_size=512", "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0");
        sql("CREATE TABLE t(k INTEGER PRIMARY KEY, v BLOB)");
        checkpoint();
    }

    private static Connection open(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    }

    private void sql(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void checkpoint() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (!row.next() || row.getInt(1) != 0) {
                throw new IllegalStateException("checkpoint was busy");
            }
        }
    }

    public GenerationId generation() {
        return generation;
    }

    /// The end of what was captured.
    public Position position() {
        return new Position(generation, index, captured);
    }

    public List<Chunk> chunks() {
        return List.copyOf(chunks);
    }

    /// One transaction, captured.
    public Chunk commit() throws SQLException, IOException {
        write();
        return capture();
    }

    public void write() throws SQLException {
        sql("INSERT INTO t VALUES(" + ++rows + ", randomblob(700))");
    }

    /// Everything that the WAL holds beyond what was captured.
    public Chunk capture() throws SQLException, IOException {
        byte[] wal = Files.readAllBytes(Path.of(file + "-wal"));
        Position start = position();
        Chunk chunk = chunk(start, Arrays.copyOfRange(wal, captured, wal.length));
        captured = wal.length;
        chunks.add(chunk);
        hashes.put(position(), hash());
        return chunk;
    }

    public Chunk chunk(Position start, byte[] wal) throws IOException {
        Path packed = directory.resolve("chunk-" + ++files);
        try (OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(packed))) {
            out.write(wal);
        }
        Position end = new Position(start.generation(), start.index(), start.offset() + wal.length);
        return new Chunk(start, end, packed, Files.size(packed), clock.instant());
    }

    private String hash() throws SQLException, IOException {
        Path copy = directory.resolve("witness.db");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"), StandardCopyOption.REPLACE_EXISTING);
        try (Connection witness = open(copy);
                Statement statement = witness.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        String hash = Hashes.sha256(copy);
        Files.delete(copy);
        Files.deleteIfExists(Path.of(copy + "-wal"));
        return hash;
    }

    /// The next commit begins a new index; the file is the state at its beginning.
    public void seal() throws SQLException, IOException {
        checkpoint();
        index++;
        captured = 0;
        hashes.put(position(), Hashes.sha256(file));
    }

    /// The file as it is now, at the beginning of an index.
    public Image image() throws IOException {
        if (captured != 0) {
            throw new IllegalStateException("an image is taken at a seal");
        }
        hashes.put(position(), Hashes.sha256(file));
        return new Image(Files.readAllBytes(file));
    }

    public void newGeneration(String id) throws SQLException {
        checkpoint();
        generation = new GenerationId(id);
        index = 0;
        captured = 0;
    }

    public String hashAt(Position position) {
        return hashes.getOrDefault(position, "no state was captured at " + position);
    }

    /// Knows how often it was closed.
    public static final class Image implements SnapshotSource {
        private final byte[] bytes;
        private int closed;

        Image(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            if (closed > 0) {
                throw new IllegalStateException("read after the end");
            }
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void close() {
            closed++;
        }

        public int closed() {
            return closed;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
