package dev.lifeboat.engine.fileset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/// An application in a process of its own that opens the database every 5 ms, counts rows and closes it again. Prints a
/// line for each change of what it sees and the number of looks when it is
/// told to stop.
public final class ImpatientApplication {
    private ImpatientApplication() {}

    /// Arguments: the URL to open, and a file whose appearance ends it.
    public static void main(String[] arguments) {
        Path stop = Path.of(arguments[1]);
        String last = "";
        long looks = 0;
        while (!Files.exists(stop)) {
            String seen = look(arguments[0]);
            looks++;
            if (!seen.equals(last)) {
                System.out.println(seen);
            }
            last = seen;
            LockSupport.parkNanos(5_000_000);
        }
        System.out.println("looks " + looks);
    }

    private static String look(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return "rows " + rows.getLong(1);
        } catch (SQLException e) {
            return e.getMessage();
        }
    }
}
