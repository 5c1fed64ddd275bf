package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.proof.Verdict;
import java.util.List;
import java.util.Optional;

/// What an audit found. `broken` names every object that is not as it should be, each once.
public record Audit(
        Level level,
        History history,
        Census census,
        long readBytes,
        List<Broken> broken,
        Optional<TrialRestore> restore) {
    public Audit {
        broken = List.copyOf(broken);
    }

    /// Why the backup cannot be relied on; nothing where it can.
    public Optional<Problem> problem() {
        if (history.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.NO_BACKUP, "there is no backup in " + history.location()));
        }
        Optional<Problem> chain = broken.isEmpty() ? Optional.empty() : Optional.of(chain());
        return chain.or(() -> restore.flatMap(Audit::restore));
    }

    private Problem chain() {
        String objects = broken.size() == 1 ? "1 object is" : broken.size() + " objects are";
        Problem problem = Problem.of(
                        ProblemCode.BROKEN_CHAIN,
                        objects + " not as " + (broken.size() == 1 ? "it" : "they") + " should be")
                .withDetail("in " + history.location())
                .withObjects(broken.stream().map(Broken::key).toList());
        for (Broken each : broken) {
            problem = problem.withDetail(each.key() + ": " + each.reason());
        }
        return problem;
    }

    private static Optional<Problem> restore(TrialRestore restore) {
        return switch (restore) {
            case TrialRestore.Refused(Problem problem) -> Optional.of(problem);
            case TrialRestore.Done done ->
                done.proof().verdict() == Verdict.RED
                        ? Optional.of(Problem.of(
                                ProblemCode.PROOF_FAILED,
                                "the newest state restores and is not sound: "
                                        + done.proof().reasons().getFirst()))
                        : Optional.empty();
        };
    }
}
