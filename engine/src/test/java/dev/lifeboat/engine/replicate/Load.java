package dev.lifeboat.engine.replicate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A running [LoadMain].
final class Load implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Load(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Load start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new Load(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Waits until its table is there.
    Load ready() throws IOException {
        out.readLine();
        return this;
    }

    /// Waits for its end and answers what it printed last.
    String result() throws IOException {
        String last = "";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            last = line;
        }
        return last;
    }

    /// The number behind `name` in a result.
    static long number(String result, String name) {
        List<String> words = List.of(result.split(" "));
        return Long.parseLong(words.get(words.indexOf(name) + 1));
    }

    void kill() {
        close();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
