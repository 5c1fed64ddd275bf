package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lifeboat.app.command.ReplicaOptions.Listed;
import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.GoDuration;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.PointJson;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.RestorePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lifeboat generations`.
@Command(name = "generations", description = "Lists the generations of a database's replicas.")
final class GenerationsCommand extends Verb {
    @Mixin
    ReplicaOptions options = new ReplicaOptions();

    GenerationsCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Subject subject = options.subject(new Subjects(around, console()));
        Optional<Instant> changed = changed(subject);
        Table table = new Table("name", "generation", "lag", "start", "end");
        JsonArray array = new JsonArray();
        for (Listed listed : ReplicaOptions.list(parts, subject)) {
            for (Generation generation : listed.generations(Optional.empty())) {
                Optional<Duration> lag = changed.map(time -> Duration.between(generation.updated(), time));
                table.row(
                        listed.replica().name(),
                        generation.id(),
                        lag.map(GoDuration::shortened).orElse("-"),
                        Amounts.second(generation.created()),
                        Amounts.second(generation.updated()));
                array.add(object(listed, generation, lag));
            }
            List<RestorePoint> points = listed.history().ltx().points();
            if (!points.isEmpty()) {
                Instant end = points.getLast().time();
                Optional<Duration> lag = changed.map(time -> Duration.between(end, time));
                table.row(
                        listed.replica().name(),
                        PointJson.LTX,
                        lag.map(GoDuration::shortened).orElse("-"),
                        Amounts.second(points.getFirst().time()),
                        Amounts.second(end));
                array.add(object(listed, points, lag));
            }
        }
        if (options.json) {
            Json.print(console().out(), array);
        } else {
            table.print(console().out());
        }
        return 0;
    }

    /// The LTX format has no generations: all of it is one line.
    private static JsonObject object(Listed listed, List<RestorePoint> points, Optional<Duration> lag) {
        JsonObject object = object(listed, Optional.empty(), PointJson.LTX, lag);
        object.addProperty("start", points.getFirst().time().toString());
        object.addProperty("end", points.getLast().time().toString());
        object.addProperty("time_source", points.getLast().timeSource().id());
        object.addProperty("snapshots", listed.bases().size());
        object.addProperty(
                "segments",
                listed.history().ltx().files().size() - listed.bases().size());
        return object;
    }

    private static JsonObject object(
            Listed listed, Optional<GenerationId> generation, String format, Optional<Duration> lag) {
        JsonObject object = new JsonObject();
        object.addProperty("replica", listed.replica().name());
        object.add("generation", Json.text(generation));
        object.addProperty("format", format);
        object.add("lag_seconds", Json.text(Optional.empty()));
        lag.ifPresent(span -> object.addProperty("lag_seconds", span.toMillis() / 1000.0));
        return object;
    }

    private static JsonObject object(Listed listed, Generation generation, Optional<Duration> lag) {
        JsonObject object = object(listed, Optional.of(generation.id()), PointJson.GENERATIONS, lag);
        object.addProperty("start", generation.created().toString());
        object.addProperty("end", generation.updated().toString());
        object.addProperty("time_source", generation.timeSource().id());
        object.addProperty("snapshots", generation.snapshots().size());
        object.addProperty("segments", generation.segments().size());
        return object;
    }

    /// When the database changed last; now, for a bare replica; nothing where the database is gone. A stat
    /// only: it is a watched file.
    private Optional<Instant> changed(Subject subject) throws IOException {
        if (subject.database().isEmpty()) {
            return Optional.of(parts.surroundings().clock().instant());
        }
        DatabaseSettings database = subject.database().get();
        Path wal = database.path().resolveSibling(database.path().getFileName() + "-wal");
        if (!Files.exists(database.path())) {
            return Optional.empty();
        }
        Instant main = Files.getLastModifiedTime(database.path()).toInstant();
        Instant log = Files.exists(wal) ? Files.getLastModifiedTime(wal).toInstant() : main;
        return Optional.of(log.isAfter(main) ? log : main);
    }
}
