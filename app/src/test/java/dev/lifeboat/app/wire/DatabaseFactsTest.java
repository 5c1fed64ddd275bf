package dev.lifeboat.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.tui.DatabaseView;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.proof.Contents;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseFactsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "INCIDENT", "RELEASED", "STOPPED"})
    void aReplicatorThatCopiesNothingIsAStateOfItsOwnHoweverFreshTheReplicaLooks_DB1(State state) {
        assertThat(view(status(state, false)).state()).isEqualTo(DatabaseView.State.STOPPED);
    }

    @Test
    void anIncidentSaysWhatHappened_DB1() {
        assertThat(view(status(State.INCIDENT, false)).details())
                .contains(new DatabaseView.Detail(DatabaseFacts.REASON, "/srv/app.db was replaced"));
    }

    @Test
    void aReplicaThatWasStoppedForAnotherWriterCountsToo_OB2() {
        DatabaseView view = view(status(State.REPLICATING, true));
        assertThat(view.state()).isEqualTo(DatabaseView.State.STOPPED);
        assertThat(view.details())
                .contains(new DatabaseView.Detail(DatabaseFacts.REASON, "replica s3 is stopped: another writer"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "REPLICATING"})
    void aReplicatorAtWorkIsNotStopped(State state) {
        assertThat(view(status(state, false)).state()).isNotEqualTo(DatabaseView.State.STOPPED);
    }

    /// The file was not looked at, since that might hang too; that is not what is said.
    @Test
    void aDiskThatHangsIsSaidAndNotThatTheFileCannotBeLookedAt_D2() {
        DatabaseView view = view(status(State.STALLED, false), Optional.empty());
        assertThat(view.state()).isEqualTo(DatabaseView.State.STOPPED);
        assertThat(view.details()).contains(new DatabaseView.Detail(DatabaseFacts.REASON, "/srv/app.db was replaced"));
    }

    private static DatabaseView view(ReplicatorStatus status) {
        LiveSight sound =
                new LiveSight(Verdict.GREEN, LiveSight.State.READABLE, "wal", 4096, 10, List.of(), Contents.unknown());
        return view(status, Optional.of(new SoundnessLook.Seen(NOW, "inode", sound)));
    }

    private static DatabaseView view(ReplicatorStatus status, Optional<SoundnessLook.Seen> seen) {
        return new DatabaseFacts(
                        DatabaseSettings.of(Path.of("/srv/app.db"), List.of()),
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(status),
                        Optional.of(ReplicaLook.failed("file:///backups", "")),
                        seen)
                .view();
    }

    private static ReplicatorStatus status(State state, boolean replicaStopped) {
        ReplicaStatus replica = new ReplicaStatus(
                "s3",
                "s3://bucket/app",
                Optional.<Position>empty(),
                Optional.empty(),
                Optional.empty(),
                replicaStopped ? "another writer" : "",
                replicaStopped,
                ReplicaFigures.NONE);
        return new ReplicatorStatus(
                Path.of("/srv/app.db"),
                state,
                state == State.REPLICATING ? "" : "/srv/app.db was replaced",
                42,
                NOW,
                Optional.empty(),
                Optional.empty(),
                0,
                Figures.NONE,
                List.of(),
                List.of(replica));
    }
}
