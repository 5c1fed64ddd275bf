package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/// The application: one order a transaction, its number into a ledger outside of the database after each commit,
/// synced. Never checkpoints, and goes on after errors, as applications do. Arguments: database, ledger.
public final class WriterMain {
    private WriterMain() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel ledger = FileChannel.open(
                Path.of(arguments[1]),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            while (true) {
                try (Connection connection = DriverManager.getConnection(
                        SqliteUrl.readWrite(Path.of(arguments[0])).text())) {
                    write(connection, ledger);
                } catch (SQLException e) {
                    System.err.println(e.getMessage());
                    LockSupport.parkNanos(50_000_000);
                }
            }
        }
    }

    private static void write(Connection connection, FileChannel ledger) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("PRAGMA wal_autocheckpoint=0");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO visits(page) VALUES (?) RETURNING id")) {
            while (true) {
                insert.setString(1, "page " + System.nanoTime());
                long id;
                try (var rows = insert.executeQuery()) {
                    rows.next();
                    id = rows.getLong(1);
                }
                ledger.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.UTF_8)));
                ledger.force(false);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }
}
