package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import dev.lifeboat.app.command.ReplicaOptions.Listed;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.PointEvents;
import dev.lifeboat.app.output.PointJson;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lifeboat points`.
@Command(
        name = "points",
        description = "Lists the restore points of a database, oldest first.",
        footer = "%nT is RFC 3339, 13:17, yesterday 18:00 or -20m, in UTC. restore --point takes the id.")
final class PointsCommand extends Verb {
    private static final int AROUND = 20;

    @Mixin
    ReplicaOptions options = new ReplicaOptions();

    @Option(names = "--around", paramLabel = "T", description = "Only the points nearest to this moment.")
    @Nullable
    String nearTo;

    @Option(names = "--since", paramLabel = "T", description = "Only points at or after this moment.")
    @Nullable
    String since;

    PointsCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Table table = new Table("id", "time", "size", "events");
        JsonArray array = new JsonArray();
        for (Listed listed : ReplicaOptions.list(parts, options.subject(new Subjects(around, console())))) {
            History history = listed.history();
            PointEvents all = new PointEvents(history);
            for (RestorePoint point : chosen(history.points())) {
                List<String> events = all.at(point);
                table.row(point.id(), point.time(), point.sizeBytes(), String.join(",", events));
                array.add(PointJson.of(point, events));
            }
        }
        if (options.json) {
            Json.print(console().out(), array);
        } else {
            table.print(console().out());
        }
        return 0;
    }

    private List<RestorePoint> chosen(List<RestorePoint> oldestFirst) {
        Optional<Instant> from = moment(since);
        List<RestorePoint> late = oldestFirst.stream()
                .filter(point -> from.isEmpty() || !point.time().isBefore(from.get()))
                .toList();
        return moment(nearTo).map(time -> nearest(late, time)).orElse(late);
    }

    private static List<RestorePoint> nearest(List<RestorePoint> oldestFirst, Instant time) {
        List<RestorePoint> near = oldestFirst.stream()
                .sorted(Comparator.comparing((RestorePoint point) ->
                        Duration.between(point.time(), time).abs()))
                .limit(AROUND)
                .toList();
        return oldestFirst.stream().filter(near::contains).toList();
    }

    private Optional<Instant> moment(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Moments.parse(given, parts.surroundings().clock().instant()));
    }
}
