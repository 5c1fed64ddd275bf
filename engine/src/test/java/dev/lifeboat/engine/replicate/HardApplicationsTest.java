package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// L3 to L5: what applications do that is hard to follow. What was captured is always the database, page by page.
class HardApplicationsTest {
    @TempDir
    Path directory;

    private Path database;
    private Path root;

    @BeforeEach
    void names() {
        database = directory.resolve("app.db");
        root = directory.resolve("replica");
    }

    /// L3: the frames themselves, put over the first snapshot.
    @Test
    void capturedFramesOverTheSnapshotAreTheFileWhileAnotherCheckpoints() throws IOException {
        replay(10);
    }

    @Test
    @Tag("campaign")
    void capturedFramesOverTheSnapshotAreTheFileAfterAMinute() throws IOException {
        replay(60);
    }

    private void replay(int seconds) throws IOException {
        String length = Integer.toString(seconds);
        try (Load writer = Load.start("write", database.toString(), length, "2", "0")
                        .ready();
                RunningReplicator replicator = RunningReplicator.start(database, root);
                Load checkpointer = Load.start("checkpoint", database.toString(), length)) {
            assertThat(Load.number(writer.result(), "transactions")).isPositive();
            checkpointer.result();
            ReplicatorStatus status = replicator.sync();
            assertThat(status.figures().generations()).isEqualTo(1);
            FrameReplay replay = FrameReplay.of(root);
            assertThat(replay.frames()).isPositive();
            assertThat(replay.differing(FileSetBytes.checkpointed(database, directory)))
                    .as("differing pages after %d frames", replay.frames())
                    .isZero();
        }
    }

    /// L4, and refusal below the floor is LibraryFloorTest's.
    @Test
    void theResetRaceLosesNothing() throws IOException {
        race(5, 40);
    }

    @Test
    @Tag("campaign")
    void theResetRaceLosesNothingInTwoHundredRounds() throws IOException {
        race(200, 600);
    }

    private void race(int rounds, int megabytes) throws IOException {
        try (Load race = Load.start("race", database.toString(), Integer.toString(rounds), Integer.toString(megabytes))
                .ready()) {
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                String result = race.result();
                assertThat(result).startsWith("rounds " + rounds);
                assertThat(Load.number(result, "lost")).isZero();
                assertThat(replicator.sync().figures().generations()).isEqualTo(1);
            }
            assertThat(ForeignRestore.sqlite3(database, "PRAGMA integrity_check"))
                    .isEqualTo("ok");
            assertRestoreEqualsTheDatabase();
        }
    }

    /// L5: ours is what keeps the WAL from being removed each time.
    @Test
    void anApplicationThatOpensTheDatabaseForEachRowIsFollowed() throws IOException {
        try (Load application = Load.start("reopen", database.toString(), "5").ready()) {
            long rows;
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                rows = Load.number(application.result(), "rows");
                assertThat(replicator.sync().figures().generations()).isEqualTo(1);
            }
            assertThat(rows).isPositive();
            assertRestoreEqualsTheDatabase();
            assertThat(ForeignRestore.sqlite3(directory.resolve("restored.db"), "SELECT count(*) FROM load"))
                    .isEqualTo(Long.toString(rows));
        }
    }

    private void assertRestoreEqualsTheDatabase() throws IOException {
        Path output = directory.resolve("restored.db");
        assertThat(ForeignRestore.restore(root, output)).endsWith("ok");
        assertThat(FileSetBytes.hash(Files.readAllBytes(output)))
                .isEqualTo(FileSetBytes.hash(FileSetBytes.checkpointed(database, directory)));
    }
}
