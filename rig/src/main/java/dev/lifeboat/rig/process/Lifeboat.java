package dev.lifeboat.rig.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The packaged `bin/lifeboat`: `replicate` as a process, and its other commands beside it. Logs lie below `notes`.
///
/// `prefix` is put before the command of the replicator, and of others where that is asked for: `strace …`.
public final class Lifeboat {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path launcher;
    private final Path notes;
    private final Map<String, String> environment;
    private final List<String> prefix;

    private Lifeboat(Path launcher, Path notes, Map<String, String> environment, List<String> prefix) {
        this.launcher = launcher;
        this.notes = notes;
        this.environment = environment;
        this.prefix = prefix;
    }

    /// The image that the build made, at the system property `lifeboat.image`.
    public static Lifeboat packaged(Path notes, Map<String, String> environment) throws IOException {
        Path launcher = Path.of(System.getProperty("lifeboat.image", "native/target/lifeboat"))
                .resolve("bin/lifeboat")
                .toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException(launcher + " is missing: ./lifeboat version builds it");
        }
        Files.createDirectories(notes);
        return new Lifeboat(launcher, notes, environment, List.of());
    }

    public Lifeboat with(Map<String, String> more, String... before) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Lifeboat(launcher, notes, all, List.of(before));
    }

    public Lifeboat notedIn(Path other) throws IOException {
        return new Lifeboat(launcher, Files.createDirectories(other), environment, prefix);
    }

    /// A configuration with one database and one replica. `ofDatabase` and `ofReplica` are further keys, as
    /// `name: value`.
    public Path configuration(Path database, String url, List<String> ofDatabase, List<String> ofReplica)
            throws IOException {
        StringBuilder yaml =
                new StringBuilder("dbs:\n  - path: ").append(database).append('\n');
        ofDatabase.forEach(key -> yaml.append("    ").append(key).append('\n'));
        yaml.append("    replicas:\n      - url: ").append(url).append('\n');
        ofReplica.forEach(key -> yaml.append("        ").append(key).append('\n'));
        return Files.writeString(notes.resolve("lifeboat.yml"), yaml);
    }

    public Child replicate(Path configuration) throws IOException {
        List<String> command = replicateCommand();
        command.addAll(List.of("-config", configuration.toString()));
        return Child.start(command, environment, notes.resolve("replicate.log"));
    }

    public Child replicate(Path database, String url, String... further) throws IOException {
        List<String> command = replicateCommand();
        command.addAll(List.of(further));
        command.addAll(List.of(database.toString(), url));
        return Child.start(command, environment, notes.resolve("replicate.log"));
    }

    // A campaign in the background of a shell ignores INT, one behind nohup HUP, and children inherit that.
    private List<String> replicateCommand() {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP,TERM"));
        command.addAll(prefix);
        command.addAll(List.of(launcher.toString(), "replicate"));
        return command;
    }

    public String replicateLog() throws IOException {
        Path log = notes.resolve("replicate.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /// Runs one command to its end.
    public Ended run(Object... arguments) throws IOException, InterruptedException {
        return end(new ArrayList<>(), arguments);
    }

    /// The same behind the prefix.
    public Ended runWithPrefix(Object... arguments) throws IOException, InterruptedException {
        return end(new ArrayList<>(prefix), arguments);
    }

    private Ended end(List<String> command, Object... arguments) throws IOException, InterruptedException {
        command.add(launcher.toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path output = Files.createTempFile(notes, "command", ".log");
        try (Child child = Child.start(command, environment, output)) {
            int status = child.await(LIMIT);
            return new Ended(status, child.output());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /// What a command left: exit status and output.
    public record Ended(int status, String output) {
        /// Throws where the status is not 0.
        public Ended orFail(String what) {
            if (status != 0) {
                throw new AssertionError(what + " ended with " + status + "\n" + output);
            }
            return this;
        }
    }
}
