package dev.lifeboat.app.expose;

import static dev.lifeboat.app.expose.Statuses.START;
import static dev.lifeboat.app.expose.Statuses.of;
import static dev.lifeboat.app.expose.Statuses.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Instant LATER = START.plusSeconds(3600);

    @Test
    void replicatingWithinTheLimitIsWell() {
        assertThat(health(of("/a.db", State.REPLICATING, "", replica(Optional.of(LATER.minusSeconds(60)), "", false)))
                        .isWell())
                .isTrue();
    }

    @Test
    void aReplicaBeyondTheLimitIsNamedWithItsError() {
        Health health = health(
                of("/a.db", State.REPLICATING, "", replica(Optional.of(LATER.minusSeconds(61)), "no route", false)));
        assertThat(health).isEqualTo(new Health(false, "/a.db: replica s3 is 61 s behind: no route"));
    }

    @Test
    void aReplicaThatWasStoppedForAnotherWriterIsNotWell() {
        assertThat(health(of("/a.db", State.REPLICATING, "", replica(Optional.empty(), "another writer", true)))
                        .line())
                .isEqualTo("/a.db: replica s3 is stopped: another writer");
    }

    @Test
    void aDatabaseThatIsNotThereYetIsWaitedForAWhile() {
        ReplicatorStatus waiting = of("/a.db", State.WAITING, "there is no database");
        assertThat(Health.of(List.of(waiting), START.plusSeconds(59)).isWell()).isTrue();
        assertThat(Health.of(List.of(waiting), START.plusSeconds(60)).line())
                .isEqualTo("/a.db: waiting: there is no database");
    }

    @Test
    void aDiskThatHangsIsWaitedForAsLongAsAReplicaMayLag_D2() {
        assertThat(health(of(
                                "/a.db",
                                State.STALLED,
                                "it hangs",
                                replica(Optional.of(LATER.minusSeconds(60)), "", false)))
                        .isWell())
                .isTrue();
        assertThat(health(of(
                                "/a.db",
                                State.STALLED,
                                "it hangs",
                                replica(Optional.of(LATER.minusSeconds(61)), "", false)))
                        .line())
                .isEqualTo("/a.db: it hangs");
    }

    /// A platform that restarted us now would have us take up the database in the middle of a migration.
    @Test
    void whatWasPausedIsWell() {
        assertThat(health(of("/a.db", State.RELEASED, "")).isWell()).isTrue();
    }

    @Test
    void anIncidentIsNotWellAndNothingAtAllIs() {
        assertThat(health(of("/a.db", State.INCIDENT, "it was replaced")).isWell())
                .isFalse();
        assertThat(Health.of(List.of(), LATER).isWell()).isTrue();
    }

    private static Health health(ReplicatorStatus status) {
        return Health.of(List.of(status), LATER);
    }
}
