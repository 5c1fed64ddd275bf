package dev.lifeboat.app.wire;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// What this process was given by its host: environment, properties, clock. Everything that a test replaces
/// as a whole.
public record Surroundings(
        Map<String, String> environment,
        Path home,
        Path workingDirectory,
        Optional<Path> launcher,
        Clock clock,
        boolean root,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home", "/")),
                Path.of("").toAbsolutePath(),
                Optional.ofNullable(System.getProperty("lifeboat.launcher")).map(Path::of),
                Clock.systemUTC(),
                isRoot(),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2));
    }

    /// Where runs and scratch files lie without a `state-dir`: the system's place for root, the user's own
    /// for others.
    public Path standardStateDirectory() {
        if (root) {
            return Path.of("/var/lib/lifeboat");
        }
        String stateHome = variable("XDG_STATE_HOME");
        return (stateHome.isEmpty() ? home.resolve(".local/state") : Path.of(stateHome)).resolve("lifeboat");
    }

    /// A path of the command line, absolute.
    public Path resolve(String path) {
        return workingDirectory.resolve(path).normalize();
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name", "").equals("root");
        }
    }

    // Console.isTerminal() answers for input and output together, and a stream is what we ask about.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    /// The value of an environment variable, empty where it is not set.
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
