package dev.lifeboat.app.output;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.restore.RestoreOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Tells what a recovery found and what became of it, as tables or as one JSON object.
public record RecoverReport(Console console, String from) {
    /// What lies in the place, before anything is done.
    public void found(Found found, List<Recovered> databases, boolean json) {
        String foreign = found.foreign() == 0 ? "" : ", " + Amounts.count(found.foreign(), "other object") + " ignored";
        String line = Amounts.count(databases.size(), "database") + " in " + Amounts.count(found.objects(), "object")
                + foreign;
        if (json) {
            console.note(line);
            return;
        }
        console.out().println(SafeText.of(line));
        Table table = new Table("name", "format", "gen", "snapshot", "newest point", "prefix");
        for (Recovered each : databases) {
            FoundRoot root = each.root();
            table.row(
                    each.name(),
                    root.format(),
                    root.generations().map(part -> "" + part.histories()).orElse("-"),
                    root.newestPart()
                            .base()
                            .map(base -> Amounts.bytes(base.sizeBytes()))
                            .orElse("none"),
                    Amounts.second(root.newest()),
                    root.root().isEmpty() ? "." : root.root());
        }
        table.print(console.out());
    }

    /// What was done or would be, and how far each is from the instant.
    public void done(List<Recovered> databases, Instant instant) {
        Table table = new Table("name", "found", "before", "size", "result");
        for (Recovered each : databases) {
            Optional<Instant> time = each.point().map(point -> point.time());
            table.row(
                    each.name(),
                    time.map(Amounts::second).orElse("-"),
                    time.map(found -> Amounts.span(Duration.between(found, instant)))
                            .orElse("-"),
                    size(each),
                    result(each));
        }
        console.out().println();
        table.print(console.out());
        console.out().println(SafeText.of("the instant is " + instant + skew(databases, instant)));
        console.out().flush();
    }

    private static String size(Recovered each) {
        return switch (each.outcome()) {
            case Recovered.Outcome.Listed _, Recovered.Outcome.Refused _ -> "-";
            case Recovered.Outcome.Planned(RestorePlan plan) -> "reads " + Amounts.bytes(plan.readBytes());
            case Recovered.Outcome.Restored(RestoreOutcome.Restored restored) -> Amounts.bytes(restored.bytes());
        };
    }

    private static String result(Recovered each) {
        return switch (each.outcome()) {
            case Recovered.Outcome.Listed _ -> "not looked at";
            case Recovered.Outcome.Planned _ -> "would be restored";
            case Recovered.Outcome.Restored _ -> "restored, checked";
            case Recovered.Outcome.Refused refused ->
                "refused (" + refused.problem().code().exitStatus() + ")";
        };
    }

    private static String skew(List<Recovered> databases, Instant instant) {
        return databases.stream()
                .flatMap(each -> each.point().stream())
                .map(point -> Duration.between(point.time(), instant))
                .max(Comparator.naturalOrder())
                .map(farthest -> "; the farthest is " + Amounts.span(farthest) + " before it")
                .orElse("");
    }

    public JsonObject json(List<Recovered> databases, Instant instant, Path into, Optional<Path> configuration) {
        JsonObject object = new JsonObject();
        object.addProperty("url", from);
        object.addProperty("into", into.toString());
        object.addProperty("instant", instant.toString());
        object.add("configuration", Json.text(configuration));
        object.add("databases", Json.array(databases, each -> database(each, instant)));
        return object;
    }

    private static JsonObject database(Recovered each, Instant instant) {
        FoundRoot root = each.root();
        JsonObject object = new JsonObject();
        object.addProperty("name", each.name());
        object.addProperty("prefix", root.root());
        object.addProperty("url", each.url());
        object.addProperty("format", root.newestPart().equals(root.ltx().orElse(null)) ? "ltx" : "generations");
        object.add("generations", Json.text(Optional.empty()));
        root.generations().ifPresent(part -> object.addProperty("generations", part.histories()));
        object.add("snapshot_bytes", JsonNull.INSTANCE);
        root.newestPart().base().ifPresent(base -> object.addProperty("snapshot_bytes", base.sizeBytes()));
        object.addProperty("newest", root.newest().toString());
        object.addProperty("outcome", word(each));
        object.add("point", Json.text(each.point().map(point -> point.id())));
        object.add("found_time", Json.text(each.point().map(point -> point.time())));
        object.add("seconds_before", JsonNull.INSTANCE);
        each.point()
                .ifPresent(point -> object.addProperty(
                        "seconds_before",
                        Duration.between(point.time(), instant).toMillis() / 1000.0));
        object.addProperty("output", each.output().toString());
        for (String later : List.of("read_bytes", "bytes", "sha256", "checks", "problem", "nearest")) {
            object.add(later, JsonNull.INSTANCE);
        }
        switch (each.outcome()) {
            case Recovered.Outcome.Listed _ -> {}
            case Recovered.Outcome.Planned(RestorePlan plan) -> object.addProperty("read_bytes", plan.readBytes());
            case Recovered.Outcome.Restored(RestoreOutcome.Restored restored) -> {
                object.add("bytes", new JsonPrimitive(restored.bytes()));
                object.addProperty("sha256", restored.sha256());
                object.add("checks", Json.texts(restored.checks()));
            }
            case Recovered.Outcome.Refused refused -> {
                object.add("problem", RestoreReport.problem(refused.problem()));
                object.add("nearest", RestoreReport.nearest(refused.nearest()));
            }
        }
        return object;
    }

    private static String word(Recovered each) {
        return switch (each.outcome()) {
            case Recovered.Outcome.Listed _ -> "listed";
            case Recovered.Outcome.Planned _ -> "planned";
            case Recovered.Outcome.Restored _ -> "restored";
            case Recovered.Outcome.Refused _ -> "refused";
        };
    }
}
