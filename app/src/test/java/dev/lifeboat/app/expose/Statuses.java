package dev.lifeboat.app.expose;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What replicators may say, for tests.
final class Statuses {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Position AT = new Position(new GenerationId("0123456789abcdef"), 7, 4152);

    private Statuses() {}

    static ReplicatorStatus of(String database, State state, String reason, ReplicaStatus... replicas) {
        return new ReplicatorStatus(
                Path.of(database),
                state,
                reason,
                42,
                START,
                Optional.of(AT.generation()),
                Optional.of(AT),
                4152,
                new Figures(1 << 20, 8192, 100, 5, 4, 1, 3, 2, 1_500_000_000L, 900_000_000L, 1),
                List.of("an old library"),
                List.of(replicas));
    }

    static ReplicaStatus replica(Optional<Instant> pendingSince, String error, boolean stopped) {
        return new ReplicaStatus(
                "s3",
                "s3://bucket/app",
                Optional.of(AT),
                Optional.of(START),
                pendingSince,
                error,
                stopped,
                new ReplicaFigures(11, 2048, 3, 512, 2, Optional.of(START), 9));
    }
}
