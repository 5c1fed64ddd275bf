package dev.lifeboat.runbooks.services;

import dev.lifeboat.runbooks.services.Commands.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/// A real container engine for tests, and an image made of this host's busybox and sqlite3. Needs no registry.
final class DockerEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Commands commands = new LocalCommands();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String image = "lifeboat-test-" + mark;
    private final List<String> containers = new ArrayList<>();

    private DockerEngine() {}

    /// Skips the test by name where no engine answers.
    static DockerEngine require(Path directory) throws IOException {
        DockerEngine engine = new DockerEngine();
        Result version = engine.commands.run(List.of("docker", "version"), PATIENCE);
        Assumptions.assumeTrue(
                version instanceof Result.Ended ended && ended.status() == 0,
                "no container engine answers: " + Commands.said(version));
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "needs busybox-static");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "needs sqlite3");
        engine.makeImage(Files.createDirectories(directory.resolve("image")));
        return engine;
    }

    private void makeImage(Path root) throws IOException {
        copy(root, Path.of("/bin/busybox"));
        copy(root, Path.of("/usr/bin/sqlite3"));
        for (String line : run("ldd", "/usr/bin/sqlite3").lines().toList()) {
            for (String word : line.strip().split("\\s+")) {
                if (word.startsWith("/")) {
                    copy(root, Path.of(word));
                }
            }
        }
        Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
        Files.createSymbolicLink(root.resolve("bin/sleep"), Path.of("busybox"));
        Path tar = root.resolveSibling("image.tar");
        run("tar", "-C", root.toString(), "-cf", tar.toString(), ".");
        docker("import", tar.toString(), image);
    }

    private static void copy(Path root, Path file) throws IOException {
        Path target = root.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    String name(String part) {
        return "lifeboat-" + mark + "-" + part;
    }

    /// Starts a container that runs `script`, with `directory` mounted as `/data`.
    void start(String name, Path directory, String script, String... options) {
        containers.add(name);
        List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--name", name));
        arguments.addAll(Arrays.asList(options));
        arguments.addAll(List.of("--network", "none", "--stop-timeout", "1", "--volume", directory + ":/data", image));
        arguments.addAll(List.of("/bin/sh", "-c", script));
        docker(arguments.toArray(String[]::new));
    }

    String policy(String name) {
        return docker(
                        "inspect",
                        "--format",
                        "{{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy" + ".MaximumRetryCount}}",
                        name)
                .strip();
    }

    String docker(String... arguments) {
        List<String> all = new ArrayList<>(List.of("docker"));
        all.addAll(Arrays.asList(arguments));
        return run(all.toArray(String[]::new));
    }

    private String run(String... arguments) {
        Result result = commands.run(List.of(arguments), PATIENCE);
        if (result instanceof Result.Ended(int status, String output, String _) && status == 0) {
            return output;
        }
        throw new UncheckedIOException(new IOException(String.join(" ", arguments) + ": " + Commands.said(result)));
    }

    @Override
    public void close() {
        for (String name : containers) {
            commands.run(List.of("docker", "rm", "--force", "--volumes", name), PATIENCE);
        }
        commands.run(List.of("docker", "rmi", "--force", image), PATIENCE);
    }
}
