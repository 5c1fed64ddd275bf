package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program of the host that a test uses as a witness.
final class Tool {
    private static final long LIMIT_SECONDS = 60;

    private Tool() {}

    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .anyMatch(Files::isExecutable);
    }

    static Image.Ended run(Path scratch, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "tool", ".out");
        Path err = Files.createTempFile(scratch, "tool", ".err");
        Process process = new ProcessBuilder(List.of(command))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(List.of(command) + " still runs after " + LIMIT_SECONDS + " s");
        }
        return new Image.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
