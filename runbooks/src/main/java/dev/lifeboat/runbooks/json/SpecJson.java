package dev.lifeboat.runbooks.json;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A request with its database, as the plan freezes it.
public final class SpecJson {
    private SpecJson() {}

    public static JsonObject write(RunRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("runbook", request.runbook());
        json.add("database", write(request.database()));
        json.add("point", write(request.point()));
        json.addProperty("yes", request.consent().yes());
        request.consent().confirm().ifPresent(name -> json.addProperty("confirm", name));
        json.add("actor", QuestionJson.write(request.actor()));
        return json;
    }

    public static RunRequest request(JsonObject json) {
        return new RunRequest(
                Json.text(json, "runbook"),
                database(Json.object(json, "database")),
                point(Json.object(json, "point")),
                new Consent(Json.flag(json, "yes"), Json.maybe(json, "confirm")),
                QuestionJson.actor(Json.object(json, "actor")));
    }

    private static JsonObject write(DatabaseSpec database) {
        JsonObject json = new JsonObject();
        json.addProperty("name", database.name());
        json.addProperty("path", database.path().toString());
        json.add("replicas", Json.array(database.replicas()));
        json.add("services", Json.array(database.services(), SpecJson::write));
        database.health().ifPresent(health -> json.add("health", write(health)));
        database.owner().ifPresent(owner -> json.addProperty("owner", owner));
        database.mode().ifPresent(mode -> json.addProperty("mode", mode));
        json.add("checks", Json.array(database.checks(), SpecJson::write));
        json.addProperty("environment", database.environment());
        return json;
    }

    private static DatabaseSpec database(JsonObject json) {
        return new DatabaseSpec(
                Json.text(json, "name"),
                Path.of(Json.text(json, "path")),
                Json.texts(json, "replicas"),
                Json.list(json, "services", SpecJson::service),
                json.has("health") ? Optional.of(health(Json.object(json, "health"))) : Optional.empty(),
                Json.maybe(json, "owner"),
                Json.maybe(json, "mode"),
                json.has("checks") ? Json.list(json, "checks", SpecJson::check) : List.of(),
                Json.text(json, "environment"));
    }

    private static JsonObject write(ServiceSpec service) {
        JsonObject json = new JsonObject();
        switch (service) {
            case ServiceSpec.Docker docker -> {
                json.addProperty("docker", docker.match().name());
                json.addProperty("value", docker.value());
            }
            case ServiceSpec.Command command -> {
                json.addProperty("name", command.name());
                json.add("stop", Json.array(command.stop()));
                json.add("start", Json.array(command.start()));
                json.add("status", Json.array(command.status()));
            }
        }
        return json;
    }

    private static ServiceSpec service(JsonObject json) {
        return json.has("docker")
                ? new ServiceSpec.Docker(
                        ServiceSpec.Docker.Match.valueOf(Json.text(json, "docker")), Json.text(json, "value"))
                : new ServiceSpec.Command(
                        Json.text(json, "name"),
                        Json.texts(json, "stop"),
                        Json.texts(json, "start"),
                        Json.texts(json, "status"));
    }

    private static JsonObject write(UserCheck check) {
        JsonObject json = new JsonObject();
        json.addProperty("name", check.name());
        json.addProperty("sql", check.sql());
        check.within().ifPresent(within -> json.addProperty("withinMillis", within.toMillis()));
        return json;
    }

    private static UserCheck check(JsonObject json) {
        return new UserCheck(
                Json.text(json, "name"),
                Json.text(json, "sql"),
                json.has("withinMillis")
                        ? Optional.of(Duration.ofMillis(Json.number(json, "withinMillis")))
                        : Optional.empty());
    }

    private static JsonObject write(HealthSpec health) {
        JsonObject json = new JsonObject();
        switch (health) {
            case HealthSpec.Url url -> {
                json.addProperty("url", url.url());
                json.addProperty("expect", url.expect());
            }
            case HealthSpec.Command command -> json.add("command", Json.array(command.command()));
        }
        json.addProperty("timeoutMillis", health.timeout().toMillis());
        return json;
    }

    private static HealthSpec health(JsonObject json) {
        Duration timeout = Duration.ofMillis(Json.number(json, "timeoutMillis"));
        return json.has("url")
                ? new HealthSpec.Url(Json.text(json, "url"), Json.integer(json, "expect"), timeout)
                : new HealthSpec.Command(Json.texts(json, "command"), timeout);
    }

    private static JsonObject write(PointChoice point) {
        JsonObject json = new JsonObject();
        switch (point) {
            case PointChoice.Newest() -> json.addProperty("newest", true);
            case PointChoice.AtOrBefore(Instant time) -> json.addProperty("time", time.toString());
            case PointChoice.At(PointId place) -> json.addProperty("position", place.text());
        }
        return json;
    }

    private static PointChoice point(JsonObject json) {
        if (json.has("time")) {
            return new PointChoice.AtOrBefore(Instant.parse(Json.text(json, "time")));
        }
        return json.has("position") ? new PointChoice.At(place(json)) : new PointChoice.Newest();
    }

    private static PointId place(JsonObject json) {
        String text = Json.text(json, "position");
        return PointId.parse(text).orElseThrow(() -> new JsonParseException("not a point: " + text));
    }
}
