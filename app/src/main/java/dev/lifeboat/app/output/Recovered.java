package dev.lifeboat.app.output;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.restore.RestoreOutcome;
import java.nio.file.Path;
import java.util.Optional;

/// One database of a recovery: where it was found, what it is called, and what came of it.
public record Recovered(FoundRoot root, String url, Path output, Outcome outcome) {
    public sealed interface Outcome {
        /// Found, and nothing more was wanted of it.
        record Listed() implements Outcome {}

        record Planned(RestorePlan plan) implements Outcome {}

        record Restored(RestoreOutcome.Restored restored) implements Outcome {}

        /// An earlier recovery put it there, and it is as it was left.
        record InPlace(EarlierRestore earlier) implements Outcome {}

        record Refused(Problem problem, Nearest nearest) implements Outcome {}
    }

    public Recovered with(Outcome other) {
        return new Recovered(root, url, output, other);
    }

    public String name() {
        return String.valueOf(output.getFileName());
    }

    /// Whether the database is in the directory, as it was asked for.
    public boolean isThere() {
        return outcome instanceof Outcome.Restored || outcome instanceof Outcome.InPlace;
    }

    public int status() {
        return outcome instanceof Outcome.Refused refused
                ? refused.problem().code().exitStatus()
                : 0;
    }

    /// The point that was restored, or would be.
    public Optional<RestorePoint> point() {
        return switch (outcome) {
            case Outcome.Listed _, Outcome.Refused _ -> Optional.empty();
            case Outcome.Planned(RestorePlan plan) -> Optional.of(plan.point());
            case Outcome.Restored(RestoreOutcome.Restored restored) -> Optional.of(restored.point());
            case Outcome.InPlace(EarlierRestore earlier) -> Optional.of(earlier.point());
        };
    }
}
