package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A file replica under test: plans and restores as a command would.
record Replica(Path root, Backup backup) {
    static Replica at(Path root) {
        return new Replica(root, new ReplicaBackup(new FileObjectStore(root)));
    }

    History history() throws IOException {
        return backup.history();
    }

    RestoreOutcome restore(RestoreTarget target, Path output) throws IOException {
        History history = backup.learn(backup.history(), target);
        Restorer restorer = new Restorer(backup);
        return switch (RestorePlanner.plan(history, target)) {
            case PlanOutcome.Planned(var plan) ->
                restorer.restore(plan, output, RestoreOptions.standard(), EventSink.ignoring());
            case PlanOutcome.NoPath(var problem, var nearest) ->
                new RestoreOutcome.Refused(
                        problem, restorer.confirm(history, nearest, output, RestoreOptions.standard()));
        };
    }

    /// The target that Litestream's arguments name.
    static RestoreTarget target(List<String> arguments) {
        Optional<GenerationId> generation = value(arguments, "-generation").map(GenerationId::new);
        Optional<Integer> index = value(arguments, "-index").map(hex -> Integer.parseInt(hex, 16));
        Optional<Txid> txid = value(arguments, "-txid").flatMap(Txid::parse);
        Optional<Instant> time = value(arguments, "-timestamp").map(Instant::parse);
        if (txid.isPresent()) {
            return new RestoreTarget.UpToTxid(txid.get());
        }
        if (index.isPresent()) {
            return new RestoreTarget.UpToIndex(index.get(), generation);
        }
        return time.<RestoreTarget>map(instant -> new RestoreTarget.AtTime(instant, generation))
                .orElseGet(() -> new RestoreTarget.Latest(generation));
    }

    private static Optional<String> value(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        return at < 0 ? Optional.empty() : Optional.of(arguments.get(at + 1));
    }
}
