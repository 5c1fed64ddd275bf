package dev.lifeboat.engine.live;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whether the SQLite in this process may touch a live database: not one that loses pages (LB-1), and exactly one
/// (LK-5, LB-1).
public final class LibraryFloor {
    /// Before this version SQLite can lose committed pages when a checkpoint meets a WAL restart.
    static final String LOWEST = "3.51.3";

    private static final Path MAPS = Path.of("/proc/self/maps");

    private LibraryFloor() {}

    /// What forbids it, or nothing.
    public static Optional<Problem> check() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file::memory:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            Optional<Problem> version = judge(row.getString(1));
            return version.isPresent() ? version : judgeLibraries(mappedLibraries());
        } catch (SQLException | IOException e) {
            return Optional.of(Problem.of(ProblemCode.FAILED, "cannot load SQLite: " + e.getMessage()));
        }
    }

    static Optional<Problem> judge(String version) {
        if (Arrays.compare(parts(version), parts(LOWEST)) >= 0) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                        ProblemCode.FAILED,
                        "SQLite " + version + " can lose committed pages, " + LOWEST + " is the lowest that is safe")
                .withSafe("no database was opened"));
    }

    static Optional<Problem> judgeLibraries(List<String> libraries) {
        if (libraries.size() <= 1) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                        ProblemCode.FAILED, "two copies of SQLite in one process drop each other's locks: " + libraries)
                .withSafe("no database was opened"));
    }

    private static List<String> mappedLibraries() throws IOException {
        if (!Files.isReadable(MAPS)) {
            return List.of();
        }
        return Files.readAllLines(MAPS).stream()
                .map(line -> line.replaceFirst("^(\\S+\\s+){5}", ""))
                .filter(path -> path.matches(".*sqlite[^/]*\\.so[^/]*"))
                .distinct()
                .toList();
    }

    private static int[] parts(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
