import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/// Runs the image's program a few times as its users do, and notes which classes and lambdas each run loads.
final class Training {
    private final Image image;
    private final Path scratch;
    private final Set<String> loaded = new LinkedHashSet<>();

    private Training(Image image, Path scratch) {
        this.image = image;
        this.scratch = scratch;
    }

    /// The lines of a class list, as HotSpot takes them.
    static List<String> run(Image image) throws IOException {
        Path scratch = Files.createTempDirectory("lifeboat-training");
        try (ObjectServer server = ObjectServer.start()) {
            Training training = new Training(image, scratch);
            training.all(server);
            return List.copyOf(training.loaded);
        } finally {
            Image.deleteTree(scratch);
        }
    }

    private void all(ObjectServer server) throws IOException {
        Path database = scratch.resolve("app.db");
        Path copy = scratch.resolve("copy.db");
        Path again = scratch.resolve("again.db");
        String remote = server.url("app");
        String local = "file://" + scratch.resolve("replica");
        try (Closeable writer = written(database)) {
            program("replicate", "-once", database.toString(), remote);
            program("replicate", "-once", database.toString(), local);
        }
        program("restore", "-o", copy.toString(), remote);
        program("restore", "-o", again.toString(), local);
        program("points", remote);
        program("generations", remote);
        program("verify", remote);
        program("version");
    }

    private void program(String... arguments) throws IOException {
        Path list = scratch.resolve("classes");
        Files.deleteIfExists(list);
        List<String> command = new ArrayList<>(image.java("-XX:DumpLoadedClassList=" + list));
        command.add(Image.MAIN);
        command.addAll(List.of(arguments));
        image.run(command, scratch);
        for (String line : Files.readAllLines(list)) {
            if (!line.startsWith("#")) {
                // The number tells classes of one name apart, which only loaders of one's own have.
                loaded.add(line.replaceFirst(" id: [0-9]+$", ""));
            }
        }
    }

    /// A database in WAL mode with a few transactions; the connection stays open, so that they stay in the WAL.
    private Closeable written(Path database) throws IOException {
        URLClassLoader loader =
                new URLClassLoader(new URL[] {jar("sqlite-jdbc"), jar("slf4j-api"), jar("slf4j-jdk14")});
        try {
            Driver driver = (Driver)
                    loader.loadClass("org.sqlite.JDBC").getConstructor().newInstance();
            Connection connection = driver.connect("jdbc:sqlite:" + database, new Properties());
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, text TEXT)");
                for (int i = 0; i < 5; i++) {
                    statement.execute("INSERT INTO t(text) VALUES (hex(randomblob(2000)))");
                }
            }
            return () -> {
                try (loader) {
                    connection.close();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            };
        } catch (ReflectiveOperationException | SQLException e) {
            throw new IOException(e);
        }
    }

    private URL jar(String prefix) throws IOException {
        return image.jar(prefix).toUri().toURL();
    }
}
