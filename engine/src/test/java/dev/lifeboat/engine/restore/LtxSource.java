package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.ltx.LtxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.sqlite.JDBC;

/// A database that changes step by step, and the LTX files that describe it: one for any range of its steps. For
/// tests; knows what every state is.
public final class LtxSource implements AutoCloseable {
    static final long FIRST_TIME = 1700000000000L;
    static final int STEP_MILLIS = 1000;

    private final Path database;
    private final Path root;
    private final int pageBytes;
    private final Connection connection;

    /// The database after each transaction; at 0, before the first one, it is empty.
    private final List<byte[]> images = new ArrayList<>(List.of(new byte[0]));

    public LtxSource(Path directory, int pageBytes) throws SQLException, IOException {
        this.database = Files.createDirectories(directory).resolve("source.db");
        this.root = directory.resolve("replica");
        this.pageBytes = pageBytes;
        this.connection = JDBC.createConnection("jdbc:sqlite:" + database, new Properties());
        step(
                "PRAGMA page_size=" + pageBytes,
                "CREATE TABLE t(k INTEGER PRIMARY KEY, v BLOB)",
                "CREATE INDEX i ON t(v)");
    }

    public Path root() {
        return root;
    }

    /// Runs the statements; the state that they leave is the next transaction.
    public long step(String... statements) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
        images.add(Files.readAllBytes(database));
        return last();
    }

    public long last() {
        return images.size() - 1L;
    }

    private int pages(long txid) {
        return images.get((int) txid).length / pageBytes;
    }

    private byte[] page(long txid, int number) {
        byte[] image = images.get((int) txid);
        return Arrays.copyOfRange(image, (number - 1) * pageBytes, number * pageBytes);
    }

    private boolean hasChanged(int number, long min, long max) {
        for (long txid = min; txid <= max; txid++) {
            boolean isThere = number <= pages(txid);
            boolean wasThere = number <= pages(txid - 1);
            if (isThere != wasThere || isThere && !Arrays.equals(page(txid, number), page(txid - 1, number))) {
                return true;
            }
        }
        return false;
    }

    /// What transactions `min` to `max` changed.
    byte[] file(long min, long max) {
        return file(min, max, LtxBytes.Encoding.BLOCK, false);
    }

    /// Transaction `txid` as a file with every page.
    public byte[] whole(long txid) {
        return file(txid, txid, LtxBytes.Encoding.BLOCK, true);
    }

    byte[] file(long min, long max, LtxBytes.Encoding encoding, boolean whole) {
        LtxBytes file = new LtxBytes(pageBytes, pages(max), min, max);
        file.encoding = encoding;
        file.timestamp = FIRST_TIME + max * STEP_MILLIS;
        file.header();
        for (int number = 1; number <= pages(max); number++) {
            if (whole || hasChanged(number, min, max)) {
                file.page(number, page(max, number));
            }
        }
        return file.end();
    }

    public static String key(int level, long min, long max) {
        return String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, min, max);
    }

    public void put(String key, byte[] bytes) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    public void put(int level, long min, long max) throws IOException {
        put(key(level, min, max), file(min, max));
    }

    public void remove(int level, long min, long max) throws IOException {
        Files.delete(root.resolve(key(level, min, max)));
    }

    String hash(long txid) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(images.get((int) txid)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
