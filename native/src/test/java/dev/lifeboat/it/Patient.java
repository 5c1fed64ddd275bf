package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A database `app` of one user, its configuration, its replicator and its runs: what a guided run works on.
///
/// `old` has rows that nobody touches again, spread over the pages that an accident hits; `entry` grows.
final class Patient {
    static final Duration LIMIT = Duration.ofMinutes(3);
    static final int OLD_ROWS = 4000;
    private static final String OLD = "SELECT count(*), sum(id), sum(length(note)), min(note), max(note) FROM old;";

    private final Path directory;
    private final Image image;

    private Patient(Path directory, Image image) {
        this.directory = directory;
        this.image = image;
    }

    /// Makes the database in `directory`, owned by another user, readable by its group alone.
    static Patient create(Path directory) throws Exception {
        Files.createDirectories(directory.resolve("data"));
        Patient patient = new Patient(directory, Image.packaged(directory));
        SqliteShell.ask(
                patient.database(),
                "CREATE TABLE old(id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE entry(id INTEGER PRIMARY KEY, note"
                        + " TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + OLD_ROWS
                        + ") INSERT INTO old SELECT i, hex(randomblob(50)) FROM n; PRAGMA journal_mode=wal;");
        Tool.run(directory, "chown", "1000:1000", patient.database().toString());
        Tool.run(directory, "chmod", "640", patient.database().toString());
        return patient;
    }

    Path database() {
        return directory.resolve("data/app.db");
    }

    /// `service` is the entry of the list `services`, in YAML's flow style.
    void configure(String service) throws IOException {
        Files.writeString(
                directory.resolve("lifeboat.yml"),
                "state-dir: " + directory.resolve("state") + "\ndbs:\n  - path: " + database()
                        + "\n    name: app\n    services:\n      - " + service + "\n    replicas:\n      - path: "
                        + directory.resolve("replica") + "\n");
    }

    Image.Ended lifeboat(Object... arguments) throws Exception {
        return start(arguments).end(LIMIT);
    }

    Image.Running start(Object... arguments) throws IOException {
        return image.start(
                directory,
                Stream.concat(Stream.of(arguments), Stream.of("--config", directory.resolve("lifeboat.yml")))
                        .toArray());
    }

    String screenCommand() {
        return image.launcher() + " --config " + directory.resolve("lifeboat.yml");
    }

    Image.Running replicate() throws Exception {
        Image.Running replicate = start("replicate");
        Wait.until(LIMIT, "replication has begun", () -> {
            assertThat(replicate.process().isAlive()).as(replicate.err()).isTrue();
            return lifeboat("sync", database()).status() == 0;
        });
        return replicate;
    }

    /// Pages in the middle of the file, below SQLite. This process has no SQLite: closing the file drops no lock.
    void damage() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            byte[] noise = new byte[8 * 4096];
            new Random(1).nextBytes(noise);
            for (int page = 0; page < 8; page++) {
                noise[page * 4096] = 0;
            }
            file.seek(file.length() / 4096 / 2 * 4096);
            file.write(noise);
        }
    }

    List<String> old() throws Exception {
        return SqliteShell.ask(database(), OLD);
    }

    void assertSound() throws Exception {
        assertThat(SqliteShell.ask(
                        database(), "PRAGMA integrity_check; SELECT count(*) = coalesce(max(id), 0) FROM entry;"))
                .as("checks, and no hole in what was appended")
                .containsExactly("ok", "1");
        assertThat(Files.getAttribute(database(), "unix:uid")).isEqualTo(1000);
        assertThat(Files.getAttribute(database(), "unix:gid")).isEqualTo(1000);
        assertThat((int) Files.getAttribute(database(), "unix:mode") & 0777).isEqualTo(0640);
    }

    /// The directory of the only run.
    Path run() throws Exception {
        Path runs = directory.resolve("state/runs");
        Wait.until(
                LIMIT,
                "a run has begun",
                () -> Files.exists(runs) && !list(runs).isEmpty());
        return list(runs).getFirst();
    }

    void awaitStep(String step) throws Exception {
        Path journal = run().resolve("journal.jsonl");
        Pattern begun = Pattern.compile("\"record\":\"step-started\"[^\n]*\"step\":\"" + step + "\"");
        Wait.until(
                LIMIT,
                "step " + step + " has begun",
                () -> Files.exists(journal)
                        && begun.matcher(Files.readString(journal)).find());
    }

    /// SIGKILL to the process that works on the run, by the number in its file `owner`.
    void killWorker() throws Exception {
        Matcher pid = Pattern.compile("\"pid\":(\\d+)").matcher(Files.readString(run().resolve("owner")));
        assertThat(pid.find()).isTrue();
        ProcessHandle worker = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
        worker.destroyForcibly();
        Wait.until(LIMIT, "the worker is dead", () -> !worker.isAlive());
    }

    /// The workers of all runs, and what they have started: nobody writes into their directories any more.
    void endWorkers() throws Exception {
        Processes.end(LIMIT, directory.resolve("state/runs"));
    }

    String report() throws Exception {
        return Files.readString(run().resolve("report.md"));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
