package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How `replicate` begins and ends: commands, signals (K5), `-once`, a restore before it.
class ReplicateRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path scratch;

    private Path database;
    private String replica;
    private Image image;
    private List<Image.Running> started;

    @BeforeEach
    void makeADatabase() throws Exception {
        database = scratch.resolve("app.db");
        replica = "file://" + scratch.resolve("replica");
        image = Image.packaged(scratch);
        started = new ArrayList<>();
        SqliteShell.ask(database, "PRAGMA journal_mode=wal; CREATE TABLE t(x); INSERT INTO t VALUES (1);");
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        for (Image.Running each : started) {
            each.process().descendants().forEach(ProcessHandle::destroyForcibly);
            each.process().destroyForcibly().waitFor();
        }
    }

    @Test
    void theCommandsStatusIsOursAndWhatItWroteHasArrived() throws Exception {
        Image.Ended ended = image.run(
                "replicate",
                "-exec",
                "sh -c 'sqlite3 " + database + " \"INSERT INTO t VALUES (2)\"; exit 7'",
                database,
                replica);
        assertThat(ended.status()).as(ended.err()).isEqualTo(7);
        assertThat(restored()).containsExactly("1", "2");
    }

    @Test
    void theCommandHasOurStandardStreams() throws Exception {
        Image.Ended ended = image.run("replicate", "-exec", "sh -c 'echo to-out; echo to-err >&2'", database, replica);
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("to-out\n");
        assertThat(ended.err()).contains("to-err\n");
    }

    @Test
    void theCommandHasTheWholeEnvironment() throws Exception {
        Image.Ended ended = Tool.run(
                scratch,
                "env",
                "CLASSPATH=/its/own.jar",
                "JAVA_TOOL_OPTIONS=-Dits=own",
                "MINE=1",
                image.launcher().toString(),
                "replicate",
                "-exec",
                "sh -c 'echo $CLASSPATH $JAVA_TOOL_OPTIONS $MINE; env | grep -c LIFEBOAT_KEPT'",
                database.toString(),
                replica);
        assertThat(ended.out()).as(ended.err()).isEqualTo("/its/own.jar -Dits=own 1\n0\n");
    }

    @Test
    void aCommandThatCannotStartEndsEverythingWith1() throws Exception {
        Image.Ended ended = image.run("replicate", "-exec", "/nowhere/app --flag", database, replica);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("error: cannot exec command", "/nowhere/app");
        assertThat(restored()).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({"TERM,11", "INT,12", "HUP,13"})
    void signalsAreForTheCommandWhichIsWaitedFor(String signal, int status) throws Exception {
        Path ready = scratch.resolve("ready");
        Path script = Files.writeString(
                scratch.resolve("app.sh"),
                "trap 'sqlite3 " + database + " \"INSERT INTO t VALUES (2)\"; exit " + status + "' " + signal
                        + "\ntouch " + ready + "\nwhile :; do sleep 0.05; done\n");
        Image.Running running = start("replicate", "-exec", "sh " + script, database, replica);
        Wait.until(LIMIT, "the command runs", () -> Files.exists(ready));
        Signal.send(scratch, signal, running.process());
        Image.Ended ended = running.end(LIMIT);
        assertThat(ended.status()).as(ended.err()).isEqualTo(status);
        assertThat(restored()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void anEndingSignalSendsWhatIsCommittedAndEndsWith0(String signal) throws Exception {
        Image.Running running = replicating();
        SqliteShell.ask(database, "INSERT INTO t VALUES (2);");
        Signal.send(scratch, signal, running.process());
        Image.Ended ended = running.end(LIMIT);
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(restored()).containsExactly("1", "2");
    }

    /// K5, ST-1: halting leaves the same as closing. A status of 0 would still have to be true.
    @Test
    void aSecondSignalEndsItAtOnceAndLeavesDatabaseAndWal() throws Exception {
        Image.Running running = replicating();
        SqliteShell.ask(database, "INSERT INTO t VALUES (2);");
        byte[] main = Files.readAllBytes(database);
        byte[] wal = Files.readAllBytes(scratch.resolve("app.db-wal"));
        Signal.send(scratch, "TERM", running.process());
        Signal.send(scratch, "TERM", running.process());
        Image.Ended ended = running.end(LIMIT);
        assertThat(ended.status()).as(ended.err()).isBetween(0, 1);
        assertThat(Files.readAllBytes(database)).isEqualTo(main);
        assertThat(Files.readAllBytes(scratch.resolve("app.db-wal"))).isEqualTo(wal);
        if (ended.status() == 0) {
            assertThat(restored()).containsExactly("1", "2");
        }
    }

    @Test
    void whatIsIgnoredAtTheStartStaysIgnored() throws Exception {
        Image.Running running = new Image.Running(
                new ProcessBuilder("nohup", image.launcher().toString(), "replicate", database.toString(), replica)
                        .redirectOutput(scratch.resolve("nohup.out").toFile())
                        .redirectError(scratch.resolve("nohup.err").toFile())
                        .start(),
                scratch.resolve("nohup.out"),
                scratch.resolve("nohup.err"));
        started.add(running);
        awaitSync();
        Signal.send(scratch, "HUP", running.process());
        assertThat(image.run("sync", database).status()).isZero();
        Signal.send(scratch, "TERM", running.process());
        assertThat(running.end(LIMIT).status()).isZero();
    }

    @Test
    void onceSendsWhatIsCommittedAndEnds() throws Exception {
        Image.Ended ended = image.run("replicate", "-once", database, replica);
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(restored()).containsExactly("1");
    }

    @Test
    void onceSaysWhatDidNotArrive() throws Exception {
        Image.Ended missing = image.run("replicate", "-once", scratch.resolve("none.db"), replica);
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no database at " + scratch.resolve("none.db"));
        Path file = Files.writeString(scratch.resolve("file"), "not a directory");
        Image.Ended unreachable = image.run("replicate", "-once", database, "file://" + file);
        assertThat(unreachable.status()).as(unreachable.err()).isEqualTo(6);
    }

    @Test
    void aLostDatabaseIsRestoredBeforeTheCommandStarts() throws Exception {
        assertThat(image.run("replicate", "-once", database, replica).status()).isZero();
        lose();
        Image.Ended ended = image.run(
                "replicate",
                "-restore-if-db-not-exists",
                "-exec",
                "sqlite3 " + database + " 'SELECT * FROM t'",
                database,
                replica);
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("1\n");
    }

    /// Systems A: the first boot with an empty replica starts the application, which makes its own database.
    @Test
    void anEmptyReplicaCreatesNothingAndTheApplicationBegins() throws Exception {
        lose();
        Image.Ended ended = image.run(
                "replicate",
                "-restore-if-db-not-exists",
                "-exec",
                "sh -c 'test ! -e " + database + " && exit 9'",
                database,
                replica);
        assertThat(ended.status()).as(ended.err()).isEqualTo(9);
        assertThat(ended.err()).contains("no matching backups found");
    }

    /// Systems A: a store that does not answer must not lead to an empty start.
    @Test
    void aReplicaThatDoesNotAnswerIs6AndCreatesNothing() throws Exception {
        lose();
        Path file = Files.writeString(scratch.resolve("file"), "not a directory");
        Path configuration = Files.writeString(
                scratch.resolve("lifeboat.yml"),
                "dbs:\n  - path: " + database + "\n    restore-if-db-not-exists: true\n    replica: {path: " + file
                        + "}\n");
        Path mark = scratch.resolve("started");
        Image.Ended ended = image.run("replicate", "-config", configuration, "-exec", "touch " + mark);
        assertThat(ended.status()).as(ended.err()).isEqualTo(6);
        assertThat(database).doesNotExist();
        assertThat(mark).doesNotExist();
    }

    private Image.Running start(Object... arguments) throws IOException {
        Image.Running running = image.start(scratch, arguments);
        started.add(running);
        return running;
    }

    private Image.Running replicating() throws Exception {
        Image.Running running = start("replicate", database, replica);
        awaitSync();
        return running;
    }

    private void awaitSync() throws Exception {
        Wait.until(
                LIMIT, "everything is sent", () -> image.run("sync", database).status() == 0);
    }

    private void lose() throws IOException {
        Files.delete(database);
        Files.deleteIfExists(scratch.resolve("app.db-wal"));
        Files.deleteIfExists(scratch.resolve("app.db-shm"));
    }

    private List<String> restored() throws Exception {
        Path copy = scratch.resolve("copy.db");
        Image.Ended ended = image.run("restore", "-o", copy, replica);
        assertThat(ended.status()).as(ended.err()).isZero();
        return SqliteShell.ask(copy, "SELECT * FROM t ORDER BY x;");
    }
}
