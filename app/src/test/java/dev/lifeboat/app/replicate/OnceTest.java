package dev.lifeboat.app.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
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

class OnceTest {
    private static final GenerationId GENERATION = new GenerationId("0123456789abcdef");
    private static final GenerationId NEXT = new GenerationId("fedcba9876543210");

    private final Once once = new Once();

    @Test
    void whatIsCommittedMeanwhileIsNotWaitedFor() {
        assertThat(once.isDone(replicating(at(GENERATION, 0, 100), Optional.empty())))
                .isFalse();
        assertThat(once.isDone(replicating(at(GENERATION, 0, 900), Optional.of(at(GENERATION, 0, 99)))))
                .isFalse();
        assertThat(once.isDone(replicating(at(GENERATION, 3, 500), Optional.of(at(GENERATION, 1, 0)))))
                .isTrue();
    }

    @Test
    void aNewGenerationIsWaitedForAsAWhole() {
        once.isDone(replicating(at(GENERATION, 0, 100), Optional.empty()));
        assertThat(once.isDone(replicating(at(NEXT, 0, 0), Optional.of(at(GENERATION, 0, 100)))))
                .isFalse();
        assertThat(once.isDone(replicating(at(NEXT, 0, 50), Optional.of(at(NEXT, 0, 0)))))
                .isTrue();
    }

    @Test
    void whatWillNotArriveIsAProblemOfItsKind() {
        assertThat(Once.problem(status(State.STARTING, "", Optional.empty(), Optional.empty(), "", false)))
                .isEmpty();
        assertThat(code(status(State.WAITING, "no file", Optional.empty(), Optional.empty(), "", false)))
                .contains(ProblemCode.FAILED);
        Position at = at(GENERATION, 0, 0);
        assertThat(code(status(State.REPLICATING, "", Optional.of(at), Optional.empty(), "no route", false)))
                .contains(ProblemCode.STORE_UNREACHABLE);
        assertThat(code(status(State.REPLICATING, "", Optional.of(at), Optional.empty(), "another writer", true)))
                .contains(ProblemCode.UNSAFE);
    }

    private static Optional<ProblemCode> code(ReplicatorStatus status) {
        return Once.problem(status).map(Problem::code);
    }

    private static Position at(GenerationId generation, int index, long offset) {
        return new Position(generation, index, offset);
    }

    private static ReplicatorStatus replicating(Position captured, Optional<Position> acknowledged) {
        return status(State.REPLICATING, "", Optional.of(captured), acknowledged, "", false);
    }

    private static ReplicatorStatus status(
            State state,
            String reason,
            Optional<Position> captured,
            Optional<Position> acknowledged,
            String error,
            boolean stopped) {
        ReplicaStatus replica = new ReplicaStatus(
                "file",
                "file:///r",
                acknowledged,
                Optional.empty(),
                Optional.empty(),
                error,
                stopped,
                ReplicaFigures.NONE);
        return new ReplicatorStatus(
                Path.of("/a.db"),
                state,
                reason,
                1,
                Instant.EPOCH,
                captured.map(Position::generation),
                captured,
                0,
                Figures.NONE,
                List.of(),
                List.of(replica));
    }
}
