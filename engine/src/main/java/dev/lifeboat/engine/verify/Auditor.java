package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.ProofBattery;
import dev.lifeboat.engine.proof.ProofRequest;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Audits one backup (OB-11). Reads only; a failure of the store is an exception, what the store holds never is.
public final class Auditor {
    private final ObjectStore store;
    private final Backup backup;

    /// `backup` is what lies in `store`; both stay the caller's.
    public Auditor(ObjectStore store, Backup backup) {
        this.store = store;
        this.backup = backup;
    }

    /// A private directory with room for the database; what is left in it is the caller's to remove.
    @FunctionalInterface
    public interface Scratch {
        Path directory() throws IOException;
    }

    /// `scratch` is asked for where the level asks for a restore. `checks` are the operator's own.
    public Audit audit(Level level, Scratch scratch, List<UserCheck> checks, EventSink events) throws IOException {
        History history = backup.history();
        Map<String, Broken> broken = new LinkedHashMap<>();
        AtomicLong read = new AtomicLong();
        if (level.includes(Level.CHAIN)) {
            new Walker(store, backup, level.includes(Level.BYTES), read::addAndGet)
                    .walk(history)
                    .forEach(each -> broken.putIfAbsent(each.key(), each));
        }
        Tidings.of(history).forEach(each -> broken.putIfAbsent(each.key(), each));
        if (!broken.isEmpty()) {
            withoutRetired(broken);
        }
        Optional<TrialRestore> restore = level.includes(Level.RESTORE) && !history.isEmpty()
                ? Optional.of(restore(history, scratch, checks, events))
                : Optional.empty();
        return new Audit(
                level, history, Census.take(store, history), read.get(), new ArrayList<>(broken.values()), restore);
    }

    /// A writer's retention may take away what was listed before it was read. That is no damage where what is listed
    /// now needs it no more.
    private void withoutRetired(Map<String, Broken> broken) throws IOException {
        History now = backup.names();
        Set<String> listed = Census.keys(now);
        broken.values().removeIf(each -> !each.missing() && !listed.contains(each.key()));
        Tidings.of(now).forEach(each -> broken.putIfAbsent(each.key(), each));
    }

    private TrialRestore restore(History history, Scratch scratch, List<UserCheck> checks, EventSink events)
            throws IOException {
        RestoreTarget latest = RestoreTarget.latest();
        return switch (RestorePlanner.plan(backup.learn(history, latest), latest)) {
            case PlanOutcome.NoPath(Problem problem, Nearest _) -> new TrialRestore.Refused(problem);
            case PlanOutcome.Planned(RestorePlan plan) ->
                restore(plan, scratch.directory().resolve("restored"), checks, events);
        };
    }

    private TrialRestore restore(RestorePlan plan, Path file, List<UserCheck> checks, EventSink events)
            throws IOException {
        return switch (new Restorer(backup).stage(plan, file, RestoreOptions.standard(), events)) {
            case RestoreOutcome.Refused(Problem problem, Nearest _) -> new TrialRestore.Refused(problem);
            case RestoreOutcome.Restored restored -> {
                ProofRequest request = ProofRequest.everything(List.of(), ProofRequest.Limits.standard())
                        .withUserChecks(checks, restored.point().time());
                Proof proof = new ProofBattery().prove(file, request);
                yield new TrialRestore.Done(restored.point(), restored.bytes(), restored.sha256(), proof);
            }
        };
    }
}
