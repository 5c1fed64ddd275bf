package dev.lifeboat.it;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The packaged program under test. Commands run with an environment that has nothing but what is given here and a
/// plain `PATH`, so that no Java of the build host can help.
final class Image {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path launcher;
    private final Path scratch;
    private final Map<String, String> environment;

    private Image(Path launcher, Path scratch, Map<String, String> environment) {
        this.launcher = launcher;
        this.scratch = scratch;
        this.environment = environment;
    }

    /// The image that the build has just made; output of commands is kept below `scratch`.
    static Image packaged(Path scratch) {
        Path home = Path.of(System.getProperty("lifeboat.image"));
        return new Image(
                home.resolve("bin/lifeboat"),
                scratch,
                Map.of(
                        "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
                        "HOME", "/nonexistent",
                        "LANG", "C.UTF-8"));
    }

    Image startedAs(Path otherLauncher) {
        return new Image(otherLauncher, scratch, environment);
    }

    Path launcher() {
        return launcher;
    }

    Ended run(Object... arguments) throws IOException, InterruptedException {
        return run(Path.of("/"), arguments);
    }

    Ended run(Path directory, Object... arguments) throws IOException, InterruptedException {
        Running running = start(directory, arguments);
        return running.end(LIMIT);
    }

    Running start(Path directory, Object... arguments) throws IOException {
        return start(directory, Redirect.from(Path.of("/dev/null").toFile()), arguments);
    }

    /// The same with an input that the test writes.
    Running startPiped(Path directory, Object... arguments) throws IOException {
        return start(directory, Redirect.PIPE, arguments);
    }

    private Running start(Path directory, Redirect input, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(input)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /// A command that is still at work.
    record Running(Process process, Path outFile, Path errFile) {
        Ended end(Duration limit) throws IOException, InterruptedException {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + limit + "\n" + out() + err());
            }
            return new Ended(process.exitValue(), out(), err());
        }

        String out() throws IOException {
            return Files.readString(outFile);
        }

        String err() throws IOException {
            return Files.readString(errFile);
        }
    }

    /// What a command left: exit status and both streams.
    record Ended(int status, String out, String err) {}
}
