package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.SqliteUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An [ImpatientApplication] and what it saw.
final class Watched implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path stop;
    private final BlockingQueue<String> fresh = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private Watched(Process process, Path stop) {
        this.process = process;
        this.stop = stop;
    }

    static Watched start(SqliteUrl url, Path directory) throws IOException {
        Path stop = directory.resolve("stop");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ImpatientApplication.class.getName(),
                        url.text(),
                        stop.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Watched watched = new Watched(process, stop);
        Thread.ofVirtual().start(watched::read);
        return watched;
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(fresh::add);
        } catch (IOException e) {
            fresh.add("lost the application: " + e);
        }
    }

    /// Waits for the next line that says `sight`. What it sees stays the same until it prints another line.
    void awaitSight(String sight) throws InterruptedException {
        String line = "";
        while (!line.equals(sight)) {
            line = next(sight);
            seen.add(line);
        }
    }

    /// Tells it to end, and gives all that it saw.
    List<String> end() throws IOException, InterruptedException {
        Files.createFile(stop);
        for (String line = next("looks"); !line.startsWith("looks "); line = next("looks")) {
            seen.add(line);
        }
        return List.copyOf(seen);
    }

    private String next(String wanted) throws InterruptedException {
        String line = fresh.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("waited in vain for \"" + wanted + "\" after " + seen);
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
