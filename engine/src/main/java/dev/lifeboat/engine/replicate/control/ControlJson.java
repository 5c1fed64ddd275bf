package dev.lifeboat.engine.replicate.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The messages of the control socket as JSON, both ways. What does not apply is left out.
public final class ControlJson {
    private ControlJson() {}

    static String request(ControlRequest request) {
        JsonObject object = new JsonObject();
        object.addProperty("request", request.id());
        return object.toString();
    }

    static String answer(ControlHandler.Answer answer) {
        JsonObject object = new JsonObject();
        switch (answer) {
            case ControlHandler.Answer.Done(ReplicatorStatus status) -> object.add("status", json(status));
            case ControlHandler.Answer.Failed(Problem problem) -> object.add("problem", json(problem));
        }
        return object.toString();
    }

    public static JsonObject json(ReplicatorStatus status) {
        JsonObject object = new JsonObject();
        object.addProperty("database", status.database().toString());
        object.addProperty("state", status.state().name());
        object.addProperty("reason", status.reason());
        object.addProperty("pid", status.pid());
        object.addProperty("started_at", status.startedAt().toString());
        add(object, "generation", status.generation());
        add(object, "captured", status.captured());
        object.addProperty("wal_bytes", status.walBytes());
        object.add("figures", json(status.figures()));
        JsonArray notices = new JsonArray();
        status.notices().forEach(notices::add);
        object.add("notices", notices);
        JsonArray replicas = new JsonArray();
        status.replicas().forEach(replica -> replicas.add(json(replica)));
        object.add("replicas", replicas);
        return object;
    }

    private static JsonObject json(ReplicaStatus replica) {
        JsonObject object = new JsonObject();
        object.addProperty("name", replica.name());
        object.addProperty("location", replica.location());
        add(object, "acknowledged", replica.acknowledged());
        add(object, "acknowledged_at", replica.acknowledgedAt());
        add(object, "pending_since", replica.pendingSince());
        object.addProperty("error", replica.error());
        object.addProperty("stopped", replica.isStopped());
        object.add("figures", json(replica.figures()));
        return object;
    }

    private static JsonObject json(Figures figures) {
        JsonObject object = new JsonObject();
        object.addProperty("database_bytes", figures.databaseBytes());
        object.addProperty("wal_file_bytes", figures.walFileBytes());
        object.addProperty("spool_bytes", figures.spoolBytes());
        object.addProperty("commits", figures.commits());
        object.addProperty("captures", figures.captures());
        object.addProperty("capture_errors", figures.captureErrors());
        object.addProperty("seals", figures.seals());
        object.addProperty("seals_given_up", figures.sealsGivenUp());
        object.addProperty("seal_nanos_total", figures.sealNanosTotal());
        object.addProperty("seal_nanos_worst", figures.sealNanosWorst());
        object.addProperty("generations", figures.generations());
        return object;
    }

    private static JsonObject json(ReplicaFigures figures) {
        JsonObject object = new JsonObject();
        object.addProperty("uploads", figures.uploads());
        object.addProperty("uploaded_bytes", figures.uploadedBytes());
        object.addProperty("upload_errors", figures.uploadErrors());
        object.addProperty("pending_bytes", figures.pendingBytes());
        object.addProperty("snapshots", figures.snapshots());
        object.addProperty("deleted_objects", figures.deletedObjects());
        add(object, "last_snapshot_at", figures.lastSnapshotAt());
        return object;
    }

    private static JsonObject json(Problem problem) {
        JsonObject object = new JsonObject();
        object.addProperty("code", problem.code().name());
        object.addProperty("message", problem.message());
        JsonArray details = new JsonArray();
        problem.details().forEach(details::add);
        object.add("details", details);
        object.addProperty("safe", problem.safe());
        object.addProperty("next", problem.next());
        return object;
    }

    static ReplicatorStatus status(JsonObject object) {
        List<ReplicaStatus> replicas = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        object.getAsJsonArray("notices").forEach(element -> notices.add(element.getAsString()));
        object.getAsJsonArray("replicas").forEach(element -> replicas.add(replica(element.getAsJsonObject())));
        return new ReplicatorStatus(
                Path.of(text(object, "database")),
                State.valueOf(text(object, "state")),
                text(object, "reason"),
                object.get("pid").getAsLong(),
                Instant.parse(text(object, "started_at")),
                optional(object, "generation", GenerationId::new),
                optional(object, "captured", ControlJson::position),
                object.get("wal_bytes").getAsLong(),
                figures(object.getAsJsonObject("figures")),
                notices,
                replicas);
    }

    private static ReplicaStatus replica(JsonObject object) {
        return new ReplicaStatus(
                text(object, "name"),
                text(object, "location"),
                optional(object, "acknowledged", ControlJson::position),
                optional(object, "acknowledged_at", Instant::parse),
                optional(object, "pending_since", Instant::parse),
                text(object, "error"),
                object.get("stopped").getAsBoolean(),
                replicaFigures(object.getAsJsonObject("figures")));
    }

    private static Figures figures(JsonObject object) {
        return new Figures(
                number(object, "database_bytes"),
                number(object, "wal_file_bytes"),
                number(object, "spool_bytes"),
                number(object, "commits"),
                number(object, "captures"),
                number(object, "capture_errors"),
                number(object, "seals"),
                number(object, "seals_given_up"),
                number(object, "seal_nanos_total"),
                number(object, "seal_nanos_worst"),
                number(object, "generations"));
    }

    private static ReplicaFigures replicaFigures(JsonObject object) {
        return new ReplicaFigures(
                number(object, "uploads"),
                number(object, "uploaded_bytes"),
                number(object, "upload_errors"),
                number(object, "pending_bytes"),
                number(object, "snapshots"),
                optional(object, "last_snapshot_at", Instant::parse),
                number(object, "deleted_objects"));
    }

    private static long number(JsonObject object, String name) {
        if (!object.has(name)) {
            throw new IllegalArgumentException("no " + name + " in " + object);
        }
        return object.get(name).getAsLong();
    }

    static Problem problem(JsonObject object) {
        Problem problem = Problem.of(ProblemCode.valueOf(text(object, "code")), text(object, "message"));
        for (JsonElement line : object.getAsJsonArray("details")) {
            problem = problem.withDetail(line.getAsString());
        }
        return problem.withSafe(text(object, "safe")).withNext(text(object, "next"));
    }

    private static Position position(String text) {
        return Position.parse(text).orElseThrow(() -> new IllegalArgumentException("not a position: " + text));
    }

    private static String text(JsonObject object, String name) {
        if (!object.has(name)) {
            throw new IllegalArgumentException("no " + name + " in " + object);
        }
        return object.get(name).getAsString();
    }

    private static <T> Optional<T> optional(JsonObject object, String name, Function<String, T> parse) {
        return object.has(name) ? Optional.of(parse.apply(text(object, name))) : Optional.empty();
    }

    private static void add(JsonObject object, String name, Optional<?> value) {
        value.ifPresent(present -> object.addProperty(name, present.toString()));
    }
}
