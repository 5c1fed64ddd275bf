package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Known;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a lane looks for history that may go: after an upload, when the interval is over or the upload was a
/// snapshot, because then there is little behind it to be proved. Never while idle: nothing ages where nothing
/// is written. Belongs to its lane and is used under the lane's lock.
final class Upkeep {
    private final LaneSettings settings;
    private final Clock clock;
    private Instant lookedAt;
    private Optional<Position> snapshot = Optional.empty();
    private boolean isWanted;

    Upkeep(LaneSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.lookedAt = clock.instant();
    }

    void snapshotStored(Position at) {
        isWanted = snapshot.filter(before -> before.generation().equals(at.generation()))
                .isPresent();
        snapshot = Optional.of(at);
    }

    void segmentStored() {
        Duration since = Duration.between(lookedAt, clock.instant()).abs();
        isWanted |= since.compareTo(settings.retentionCheckInterval()) >= 0;
    }

    /// What is known of the store where it is time to look.
    Optional<Known> due(Tenure tenure) {
        boolean isOurs = snapshot.filter(at -> at.generation().equals(tenure.generation()))
                .isPresent();
        if (!isWanted || settings.retention().isZero() || !isOurs || !tenure.hasSnapshot()) {
            return Optional.empty();
        }
        return Optional.of(new Known(tenure.generation(), snapshot.orElseThrow().index(), tenure.cursor()));
    }

    void begins() {
        isWanted = false;
        lookedAt = clock.instant();
    }
}
