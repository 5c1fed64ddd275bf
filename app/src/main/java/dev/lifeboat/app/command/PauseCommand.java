package dev.lifeboat.app.command;

import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lifeboat pause`.
@Command(
        name = "pause",
        description = "Makes the running replicate let go of a database, after a last sync.",
        footer = {
            "%nFor migrations that leave WAL mode, which SQLite refuses while somebody else has the database open.",
            "It stays let go until: lifeboat resume. Nothing protects what is committed meanwhile."
        })
final class PauseCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DB", description = "One database; else all of the configuration.")
    @Nullable
    String database;

    PauseCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Map<Path, ControlClient> replicators = new RunningReplicators(around, console()).of(database);
        for (Map.Entry<Path, ControlClient> each : replicators.entrySet()) {
            ReplicatorStatus status = each.getValue().release();
            console().out().println(each.getKey() + "  paused  " + captured(status));
            tellWhatIsMissing(each.getKey(), status);
        }
        return 0;
    }

    private static String captured(ReplicatorStatus status) {
        return status.captured().map(Object::toString).orElse("nothing committed");
    }

    private void tellWhatIsMissing(Path path, ReplicatorStatus status) {
        List<String> lacking = status.replicas().stream()
                .filter(replica -> !replica.acknowledged().equals(status.captured()))
                .map(ReplicaStatus::name)
                .toList();
        if (!lacking.isEmpty()) {
            console().problems().warning(path + ": not everything is in " + String.join(", ", lacking) + " yet");
        }
    }
}
