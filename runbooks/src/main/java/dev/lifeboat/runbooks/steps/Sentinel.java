package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.proof.LiveCopy;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Proves that the new generation can be restored: what the store holds against what the database holds, page by
/// page, without writing a byte to the database.
///
/// The application may be at work, so the live state lies between two states of the store: the one acknowledged
/// before it was copied, and the one acknowledged after. Every page of the live copy must be the one of either. A
/// page that is neither was written more than once in between; that proves nothing against the store, so the look is
/// repeated, and what is left after the last look is counted and told.
final class Sentinel {
    private static final int LOOKS = 3;

    private final StepContext context;
    private final ControlClient replicator;
    private final Path scratch;

    Sentinel(StepContext context, ControlClient replicator) {
        this.context = context;
        this.replicator = replicator;
        this.scratch = context.places().scratch();
    }

    Found look() throws IOException {
        PrivateFiles.createDirectory(context.places().directory());
        Found found = once();
        for (int looks = 1; looks < LOOKS && found.moving() > 0; looks++) {
            found = once();
        }
        PrivateFiles.deleteTree(scratch);
        return found;
    }

    /// `moving` pages were written more than once during the look.
    record Found(Position before, Position after, long pages, long moving, boolean sameSize) {}

    private Found once() throws IOException {
        PrivateFiles.deleteTree(scratch);
        PrivateFiles.createDirectory(scratch);
        Position before = acknowledged(replicator.sync());
        Path live = scratch.resolve("live");
        context.progress().operation("copy the live database through SQLite, read-only, to " + live);
        new LiveCopy().copy(context.places().database(), live);
        Position after = acknowledged(replicator.sync());
        Path older = restore(before, "before");
        Path newer = after.equals(before) ? older : restore(after, "after");
        PageBracket bracket = PageBracket.of(live, older, newer);
        return new Found(before, after, bracket.pages(), bracket.moving(), bracket.sameSize());
    }

    private static Position acknowledged(ReplicatorStatus status) throws IOException {
        return Replication.acknowledged(status)
                .orElseThrow(() -> new IOException("the replicator has nothing acknowledged: " + status.reason()));
    }

    private Path restore(Position position, String name) throws IOException {
        Path output = scratch.resolve(name);
        context.progress().operation("restore " + position + " from the store into " + output);
        try (Replicas replica = Replicas.at(ChooseStep.replica(context.model()))) {
            return switch (RestorePlanner.plan(replica.history(), new RestoreTarget.AtPoint(position))) {
                case PlanOutcome.Planned(RestorePlan plan) -> {
                    RestoreOutcome outcome = new Restorer(replica.backup())
                            .restore(plan, output, RestoreOptions.standard(), context.events());
                    if (!(outcome instanceof RestoreOutcome.Restored) || !Files.exists(output)) {
                        throw new IOException("the new generation cannot be restored: " + outcome);
                    }
                    yield output;
                }
                case PlanOutcome.NoPath no ->
                    throw new IOException("the new generation cannot be restored: "
                            + no.problem().message());
            };
        }
    }
}
