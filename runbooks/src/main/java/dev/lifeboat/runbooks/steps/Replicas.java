package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A replica that was opened: its history as listed a moment ago.
record Replicas(String url, ObjectStore store, Backup backup, History history) implements Closeable {
    /// The first of `urls` that answers and holds a backup.
    static Replicas firstThatAnswers(StoreOpener stores, List<String> urls) throws IOException {
        Problem problem = Problem.of(ProblemCode.NO_BACKUP, "no replica is configured for this database");
        for (String url : urls) {
            ObjectStore store = stores.open(url);
            try {
                Backup backup = new ReplicaBackup(store);
                History history = backup.history();
                if (!history.isEmpty()) {
                    return new Replicas(url, store, backup, history);
                }
                problem = Problem.of(ProblemCode.NO_BACKUP, store.location() + " holds no backup");
            } catch (StoreException e) {
                problem = Problem.of(code(e), String.valueOf(e.getMessage()));
            }
            store.close();
        }
        throw new ProblemException(problem.withSafe("nothing was written"));
    }

    /// The replica that was chosen before.
    static Replicas at(StoreOpener stores, String url) throws IOException {
        return firstThatAnswers(stores, List.of(url));
    }

    /// What has to be read for `target`.
    PlanOutcome plan(RestoreTarget target) throws IOException {
        return RestorePlanner.plan(backup.learn(history, target), target);
    }

    private static ProblemCode code(StoreException e) {
        return switch (e.kind()) {
            case UNREACHABLE, ROOT_MISSING -> ProblemCode.STORE_UNREACHABLE;
            case DENIED -> ProblemCode.STORE_DENIED;
        };
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
