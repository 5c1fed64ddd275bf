package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Our own replicator of the database, seen from a run.
final class Replication {
    private Replication() {}

    static Optional<ControlClient> of(Path database) throws IOException {
        return ControlClient.open(database);
    }

    /// Everything into the stores, then hands off. A store that cannot be reached must not keep a damaged database
    /// from being saved: what it lacks stays in the saved `-wal`, and the evidence says so.
    static JsonObject handOver(ControlClient replicator, StepContext context) throws IOException {
        try {
            context.progress().operation("ask the replicator to send everything committed");
            ReplicatorStatus synced = replicator.sync();
            context.notes().fact("replicator sent everything up to " + text(synced.captured()));
        } catch (ProblemException e) {
            context.notes().warning("the replicator could not send everything: " + e.getMessage());
        }
        context.progress().operation("ask the replicator to let go");
        ReplicatorStatus released = replicator.release();
        context.notes()
                .fact("replicator " + released.pid() + " let go at " + text(released.captured())
                        + (released.isEverythingAcknowledged() ? ", all of it in the stores" : ""));
        return json(released);
    }

    /// What it says just now.
    static String now(Path database) {
        try {
            Optional<ControlClient> replicator = of(database);
            return replicator.isPresent()
                    ? replicator.get().status().state().name().toLowerCase(Locale.ROOT)
                    : "none listens";
        } catch (IOException | ProblemException e) {
            return "does not answer: " + e.getMessage();
        }
    }

    static JsonObject json(ReplicatorStatus status) {
        JsonObject json = new JsonObject();
        json.addProperty("present", true);
        json.addProperty("pid", status.pid());
        json.addProperty("acknowledged", status.isEverythingAcknowledged());
        status.captured().ifPresent(captured -> json.addProperty("captured", captured.toString()));
        acknowledged(status).ifPresent(position -> json.addProperty("position", position.toString()));
        return json;
    }

    /// What the first replica has: the replica that the run restores from.
    static Optional<Position> acknowledged(ReplicatorStatus status) {
        return status.replicas().stream().findFirst().flatMap(ReplicatorStatus.ReplicaStatus::acknowledged);
    }

    static String text(Optional<Position> position) {
        return position.map(Objects::toString).orElse("nothing yet");
    }
}
