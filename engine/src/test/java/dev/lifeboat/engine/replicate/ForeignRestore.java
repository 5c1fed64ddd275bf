package dev.lifeboat.engine.replicate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The foreign witness: `shared/tools/restore03.sh`, lz4 and sqlite3, nothing of ours.
final class ForeignRestore {
    private ForeignRestore() {}

    /// Restores the newest generation below `root`, or `generation`, to `output`; answers what it printed last.
    static String restore(Path root, Path output, String... generation) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", script().toString(), root.toString(), output.toString()));
        command.addAll(List.of(generation));
        return run(command);
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
