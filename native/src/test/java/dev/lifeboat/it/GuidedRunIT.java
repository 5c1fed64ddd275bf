package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runbook `corruption` over the packaged program: whoever dies in it, the same state is reached, and one command
/// takes it back.
class GuidedRunIT {
    private static final int COMMITS = 30;

    @TempDir
    Path scratch;

    private Patient patient;
    private SqliteShell application;
    private Image.Running replicate;
    private List<String> old;

    @BeforeEach
    void startApplicationAndReplication() throws Exception {
        patient = Patient.create(scratch);
        old = patient.old();
        application = SqliteShell.open(patient.database());
        commit(1, COMMITS);
        String pid = "\"" + application.pid() + "\"";
        patient.configure(
                "command: {stop: [kill, " + pid + "], start: [\"true\"], status: [kill, \"-0\", " + pid + "]}");
        replicate = patient.replicate();
    }

    @AfterEach
    void endAll() throws Exception {
        patient.endWorkers();
        application.kill();
        if (replicate != null) {
            replicate.process().destroyForcibly().waitFor();
        }
    }

    /// Promise 3: one command takes it back, byte for byte.
    @Test
    void undoGivesTheOldSetBackByteForByte() throws Exception {
        patient.damage();
        Image.Ended run = run();
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertRestored();

        Image.Ended undo = patient.lifeboat("run", "undo", id());

        assertThat(undo.status()).as(undo.out() + undo.err()).isZero();
        String report = patient.report();
        for (String file : List.of("app.db", "app.db-wal")) {
            assertThat(report).contains("| saved " + file + " | ");
            assertThat(sha256(scratch.resolve("data").resolve(file))).as(file).isEqualTo(saved(report, file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore", "place"})
    void afterTheDeathOfTheWorkerResumeEndsInTheSameState(String step) throws Exception {
        patient.damage();
        Image.Running run = patient.start("runbook", "run", "corruption", "app", "--yes", "--confirm", "app");
        patient.awaitStep(step);
        patient.killWorker();
        Image.Ended left = run.end(Patient.LIMIT);
        assertThat(left.status()).as(left.out() + left.err()).isEqualTo(1);
        assertThat(left.err()).contains("lifeboat run resume " + id());

        Image.Ended resumed = patient.lifeboat("run", "resume", id());

        assertThat(resumed.status()).as(resumed.out() + resumed.err()).isZero();
        assertThat(resumed.out()).contains("run " + id() + " done");
        assertRestored();
    }

    @Test
    void afterTheDeathOfTheScreenTheRunGoesOn() throws Exception {
        assumeTrue(Tmux.isInstalled(), "tmux is missing");
        patient.damage();
        try (Tmux tmux = Tmux.open(scratch, Map.of())) {
            tmux.shell("clear; " + patient.screenCommand());
            tmux.awaitText("DAMAGED");
            tmux.awaitText("corruption");
            tmux.press("Enter");
            tmux.awaitText("8 steps");
            tmux.press("Enter");
            tmux.awaitText("Start this run?");
            tmux.press("Right", "Enter");
            patient.awaitStep("look");
            tmux.program().destroyForcibly();

            Wait.until(
                    Patient.LIMIT,
                    "the run waits for somebody",
                    () -> question().find());
            Matcher question = question();
            assertThat(question.find()).isTrue();
            Image.Ended answered = patient.lifeboat("run", "answer", id(), question.group(1), "place", "--type", "app");
            assertThat(answered.status()).as(answered.out() + answered.err()).isZero();
            assertRestored();
        }
    }

    /// Promise 2 and its limit: what the store never got is named, and kept in the saved set.
    @Test
    void commitsAfterTheDeathOfTheReplicatorAreSaidToBeLostAndKept() throws Exception {
        // A generation begins with an empty WAL: this commit is in the replica, and in the WAL that is saved.
        commit(COMMITS + 1, COMMITS + 1);
        assertThat(patient.lifeboat("sync", patient.database()).status()).isZero();
        replicate.process().destroyForcibly().waitFor();
        commit(COMMITS + 2, COMMITS + 8);
        patient.damage();

        Image.Ended run = run();

        String lost = "7 of 8 commits of the saved -wal are newer than the chosen point: lost from"
                + " the live database, kept in the saved set";
        assertThat(run.out()).as(run.err()).contains(lost);
        assertThat(patient.report()).contains(lost);
        assertRestored(COMMITS + 1);
        Path saved = scratch.resolve("data/.lifeboat-" + id() + "/saved");
        assertThat(SqliteShell.ask(saved.resolve("app.db"), "SELECT max(id) FROM entry;"))
                .containsExactly("" + (COMMITS + 8));
    }

    private void commit(int first, int last) throws IOException {
        for (int id = first; id <= last; id++) {
            assertThat(application.execute("INSERT INTO entry VALUES (" + id + ", hex(randomblob(40)));"))
                    .isEmpty();
        }
    }

    private Image.Ended run() throws Exception {
        return patient.lifeboat("runbook", "run", "corruption", "app", "--yes", "--confirm", "app");
    }

    private String id() throws Exception {
        return patient.run().getFileName().toString();
    }

    private Matcher question() throws Exception {
        return Pattern.compile("Question (\\d+): ")
                .matcher(patient.lifeboat("run", "show", id()).out());
    }

    private void assertRestored() throws Exception {
        assertRestored(COMMITS);
    }

    private void assertRestored(int commits) throws Exception {
        patient.assertSound();
        assertThat(patient.old()).isEqualTo(old);
        assertThat(SqliteShell.ask(patient.database(), "SELECT count(*) FROM entry;"))
                .containsExactly("" + commits);
    }

    private static String saved(String report, String file) {
        Matcher row = Pattern.compile("\\| saved " + Pattern.quote(file) + " \\| \\d+ \\| `([0-9a-f]{64})`")
                .matcher(report);
        assertThat(row.find()).isTrue();
        return row.group(1);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
