package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `replicate` beside a real application: what it wrote is what an independent restorer and our own give back.
class ReplicateIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CONTENT = "SELECT count(*), sum(id), group_concat(id || ':' || note, ',') FROM entry";

    @TempDir
    Path scratch;

    private Path database;
    private Path replica;
    private Image image;
    private SqliteShell application;
    private Image.Running replicate;

    @BeforeEach
    void startApplicationAndReplication() throws Exception {
        database = scratch.resolve("app.db");
        replica = scratch.resolve("replica");
        image = Image.packaged(scratch);
        application = SqliteShell.open(database);
        assertThat(application.execute("PRAGMA journal_mode=wal;")).containsExactly("wal");
        application.execute("CREATE TABLE entry(id INTEGER PRIMARY KEY, note TEXT NOT NULL);");
        replicate = image.start(scratch, "replicate", database, "file://" + replica);
        Wait.until(LIMIT, "a snapshot is in the store", () -> !snapshots().isEmpty());
    }

    @AfterEach
    void endBoth() throws Exception {
        replicate.process().destroyForcibly().waitFor();
        application.close();
    }

    @Test
    void termDrainsAndTheIndependentRestorerGivesTheSameContent() throws Exception {
        write(1, 300);
        replicate.process().destroy();
        Image.Ended ended = replicate.end(LIMIT);
        assertThat(ended.status()).as(ended.err()).isZero();
        List<String> content = application.execute(CONTENT + ";");
        Path witness = scratch.resolve("witness.db");
        Image.Ended restored = Tool.run(
                scratch,
                Shared.file("tools/restore03.sh").toString(),
                replica.toString(),
                witness.toString(),
                generation());
        assertThat(restored.out()).as(restored.err()).contains("ok");
        assertThat(SqliteShell.ask(witness, CONTENT + ";")).isEqualTo(content);
    }

    @Test
    void ourOwnRestoreGivesTheSameContentAsTheDatabase() throws Exception {
        write(1, 300);
        assertThat(image.run("sync", database).status()).isZero();
        List<String> content = application.execute(CONTENT + ";");
        Path copy = scratch.resolve("copy.db");
        Image.Ended restored = image.run("restore", "-o", copy, "file://" + replica);
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(SqliteShell.ask(copy, CONTENT + "; PRAGMA integrity_check;"))
                .isEqualTo(Stream.concat(content.stream(), Stream.of("ok")).toList());
    }

    /// Promise 2: what `sync` has returned for survives the death of everything but the store.
    @Test
    void whatSyncReturnedForSurvivesKillOfReplicatorAndApplication() throws Exception {
        write(1, 100);
        assertThat(image.run("sync", database).status()).isZero();
        List<String> acknowledged = application.execute(CONTENT + ";");
        replicate.process().destroyForcibly().waitFor();
        application.kill();
        Path copy = scratch.resolve("copy.db");
        assertThat(image.run("restore", "-o", copy, "file://" + replica).status())
                .isZero();
        assertThat(SqliteShell.ask(copy, CONTENT + ";")).isEqualTo(acknowledged);
    }

    /// L7, ST-1: stopping as the last user of the database leaves `-wal` as it was.
    @Test
    void termLeavesDatabaseAndWalByteForByte() throws Exception {
        write(1, 50);
        assertThat(image.run("sync", database).status()).isZero();
        application.kill();
        byte[] main = Files.readAllBytes(database);
        byte[] wal = Files.readAllBytes(scratch.resolve("app.db-wal"));
        replicate.process().destroy();
        assertThat(replicate.end(LIMIT).status()).isZero();
        assertThat(Files.readAllBytes(database)).isEqualTo(main);
        assertThat(Files.readAllBytes(scratch.resolve("app.db-wal"))).isEqualTo(wal);
        application = SqliteShell.open(database);
    }

    @Test
    void aSecondReplicatorIsRefusedWith7AndSaysWhoHoldsIt() throws Exception {
        Image.Ended second = image.run("replicate", database, "file://" + scratch.resolve("other"));
        assertThat(second.status()).isEqualTo(7);
        assertThat(second.err()).contains(Long.toString(replicate.process().pid()));
    }

    private void write(int first, int last) throws IOException {
        for (int id = first; id <= last; id++) {
            application.execute("INSERT INTO entry VALUES (" + id + ", hex(randomblob(40)));");
        }
    }

    /// The store is written meanwhile: where a file goes under the walk, it is walked once more.
    private List<Path> snapshots() throws IOException {
        while (true) {
            try (Stream<Path> files = Files.exists(replica) ? Files.walk(replica) : Stream.empty()) {
                return files.filter(file -> file.toString().endsWith(".snapshot.lz4"))
                        .toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    private String generation() throws IOException {
        return snapshots().getFirst().getParent().getParent().getFileName().toString();
    }
}
