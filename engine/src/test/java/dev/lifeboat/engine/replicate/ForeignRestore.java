package dev.lifeboat.engine.replicate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The foreign witness: `shared/tools/restore03.sh`, lz4 and sqlite3, nothing of ours.
final class ForeignRestore {
    private ForeignRestore() {}

    /// Restores the generation below `root` that got an object last to `output`; answers what was printed last.
    static String restore(Path root, Path output) throws IOException {
        return restore(root, output, newestGeneration(root));
    }

    static String restore(Path root, Path output, String generation) throws IOException {
        return run(List.of("bash", script().toString(), root.toString(), output.toString(), generation));
    }

    /// The script itself looks at segments alone, and a generation may have only its snapshot yet.
    private static String newestGeneration(Path root) throws IOException {
        Path generations = root.resolve("generations");
        try (Stream<Path> files = Files.walk(generations)) {
            Path newest = files.filter(file -> file.getFileName().toString().endsWith(".lz4"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow();
            return generations.relativize(newest).getName(0).toString();
        }
    }

    static String sqlite3(Path database, String sql) throws IOException {
        return run(List.of("sqlite3", database.toString(), sql));
    }

    private static Path script() {
        Path script = Path.of(System.getProperty("lifeboat.root", ".."), "..", "shared", "tools", "restore03.sh");
        Assumptions.assumeTrue(Files.exists(script), "skipped without shared/tools/restore03.sh beside the repository");
        return script;
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return output;
    }
}
