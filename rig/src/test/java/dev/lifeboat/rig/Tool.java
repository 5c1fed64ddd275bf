package dev.lifeboat.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Programs of the host. A case that needs one skips by name where it is missing.
final class Tool {
    private Tool() {}

    static boolean isInstalled(String name) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                .map(directory -> Path.of(directory, name))
                .anyMatch(Files::isExecutable);
    }

    static void assumeInstalled(String... names) {
        for (String name : names) {
            assumeTrue(isInstalled(name), () -> name + " is not installed");
        }
    }

    static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    /// Runs `command` and returns its output. Throws where it fails.
    static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(List.of(command) + " ended with " + status + ": " + output);
        }
        return output.strip();
    }
}
