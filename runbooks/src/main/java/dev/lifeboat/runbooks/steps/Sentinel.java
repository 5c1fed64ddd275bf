package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.proof.LiveCopy;
import dev.lifeboat.engine.proof.PageComparer;
import dev.lifeboat.engine.proof.PageComparison;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/// Proves that the new generation can be restored: one moment of the live database against what the store holds of that
/// moment, page by page. Not a byte of the database is written.
final class Sentinel {
    private final StepContext context;
    private final StoreOpener stores;
    private final ControlClient replicator;
    private final Path scratch;

    Sentinel(StepContext context, StoreOpener stores, ControlClient replicator) {
        this.context = context;
        this.stores = stores;
        this.replicator = replicator;
        this.scratch = context.places().scratch();
    }

    /// `position` is the moment that was compared.
    record Found(Position position, PageComparison comparison) {}

    Found look() throws IOException {
        PrivateFiles.createDirectory(context.places().directory());
        PrivateFiles.deleteTree(scratch);
        PrivateFiles.createDirectory(scratch);
        Path live = scratch.resolve("live");
        AtomicReference<ReplicatorStatus> synced = new AtomicReference<>(replicator.status());
        context.progress().operation("copy one moment of the live database through SQLite to " + live);
        new LiveCopy().make(context.places().database(), live, () -> synced.set(replicator.sync()));
        Position position = acknowledged(synced.get());
        Path restored = restore(position);
        PageComparison comparison = new PageComparer().compare(restored, live);
        PrivateFiles.deleteTree(scratch);
        return new Found(position, comparison);
    }

    private static Position acknowledged(ReplicatorStatus status) throws IOException {
        return Replication.acknowledged(status)
                .orElseThrow(() -> new IOException("the replicator has nothing acknowledged: " + status.reason()));
    }

    private Path restore(Position position) throws IOException {
        Path output = scratch.resolve("restored");
        context.progress().operation("restore " + position + " from the store into " + output);
        try (Replicas replica = Replicas.at(stores, ChooseStep.replica(context.model()))) {
            return switch (replica.plan(new RestoreTarget.AtPoint(position))) {
                case PlanOutcome.Planned(RestorePlan plan) -> restored(replica, plan, output);
                case PlanOutcome.NoPath no -> throw cannot(no.problem().message());
            };
        }
    }

    private Path restored(Replicas replica, RestorePlan plan, Path output) throws IOException {
        return switch (new Restorer(replica.backup())
                .restore(plan, output, RestoreOptions.standard(), context.events())) {
            case RestoreOutcome.Restored restored -> restored.output();
            case RestoreOutcome.Refused refused ->
                throw cannot(refused.problem().message());
        };
    }

    private static IOException cannot(String why) {
        return new IOException("the new generation cannot be restored: " + why);
    }
}
