package dev.lifeboat.app.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.Found.LeftOut;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.restore.RestoreOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Tells what a recovery found and what became of it, as tables or as one JSON object. On a terminal the tables fit
/// into eighty columns.
public record RecoverReport(Console console, String from, boolean isTerminal) {
    /// What lies in the place, before anything is done. A listing shows how large an object is, not a database:
    /// that is what "packed" says.
    public void found(Found found, List<Recovered> databases, boolean json) {
        long leftOut = found.leftOut().stream().mapToLong(LeftOut::objects).sum();
        long foreign = found.foreign() - leftOut;
        String line = Amounts.count(databases.size(), "database") + " in " + Amounts.count(found.objects(), "object")
                + (leftOut == 0
                        ? ""
                        : ", " + Amounts.count(found.leftOut().size(), "backup") + " of "
                                + Amounts.count(leftOut, "object") + " left out")
                + (foreign == 0 ? "" : ", " + Amounts.count(foreign, "other object") + " ignored");
        if (json) {
            console.note(line);
            return;
        }
        console.out().println(SafeText.of(line));
        Table table = new Table("name", "format", "gen", "packed", "newest point", "prefix");
        for (Recovered each : databases) {
            FoundRoot root = each.root();
            table.row(
                    each.name(),
                    root.format().replace("generations", "0.3").replace("ltx", "0.5"),
                    root.generations().map(part -> "" + part.histories()).orElse("-"),
                    root.newestPart()
                            .base()
                            .map(base -> Amounts.bytes(base.sizeBytes()))
                            .orElse("none"),
                    Amounts.second(root.newest()),
                    prefix(each));
        }
        fitting(table.right(2).right(3), 5, 0).print(console.out());
    }

    /// What the name says already need not stand there twice where room is short.
    private String prefix(Recovered each) {
        String prefix = each.root().root();
        if (isTerminal && prefix.endsWith("/" + each.name())) {
            return prefix.substring(0, prefix.length() - each.name().length()) + "…";
        }
        return prefix.isEmpty() ? "." : prefix;
    }

    private Table fitting(Table table, int... shortened) {
        return isTerminal ? table.within(Wrapped.COLUMNS, shortened) : table;
    }

    /// What was done or would be, and how far each is from the instant.
    public void done(List<Recovered> databases, Instant instant) {
        boolean isPlan = databases.stream().anyMatch(each -> each.outcome() instanceof Recovered.Outcome.Planned);
        Table table = new Table("name", "found", "before", isPlan ? "reads" : "size", "result");
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
        fitting(table.right(2).right(3), 0).print(console.out());
        console.out().println(SafeText.of("the instant is " + instant + skew(databases, instant)));
        console.out().flush();
    }

    private static String size(Recovered each) {
        return switch (each.outcome()) {
            case Recovered.Outcome.Listed _, Recovered.Outcome.Refused _ -> "-";
            case Recovered.Outcome.Planned(RestorePlan plan) -> Amounts.bytes(plan.readBytes());
            case Recovered.Outcome.Restored(RestoreOutcome.Restored restored) -> Amounts.bytes(restored.bytes());
            case Recovered.Outcome.InPlace(EarlierRestore earlier) -> Amounts.bytes(earlier.bytes());
        };
    }

    private static String result(Recovered each) {
        return switch (each.outcome()) {
            case Recovered.Outcome.Listed _ -> "not looked at";
            case Recovered.Outcome.Planned _ -> "would restore";
            case Recovered.Outcome.Restored _ -> "restored";
            case Recovered.Outcome.InPlace _ -> "restored before";
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

    /// `problem` is one of the whole recovery; those of databases are said of them.
    public JsonObject json(
            List<Recovered> databases,
            List<LeftOut> leftOut,
            Instant instant,
            Path into,
            Optional<Path> configuration,
            Optional<Problem> problem) {
        JsonObject object = object(into, problem);
        object.addProperty("instant", instant.toString());
        object.add("configuration", Json.text(configuration));
        object.add("databases", Json.array(databases, each -> database(each, instant)));
        object.add("left_out", Json.array(leftOut, RecoverReport::leftOut));
        return object;
    }

    /// Where it did not come to any database.
    public JsonObject failed(Problem problem, Path into) {
        return object(into, Optional.of(problem));
    }

    private JsonObject object(Path into, Optional<Problem> problem) {
        JsonObject object = new JsonObject();
        object.addProperty("url", from);
        object.addProperty("into", into.toString());
        object.add("instant", JsonNull.INSTANCE);
        object.add("configuration", JsonNull.INSTANCE);
        object.add("databases", new JsonArray());
        object.add("left_out", new JsonArray());
        object.add("problem", problem.<JsonElement>map(RestoreReport::problem).orElse(JsonNull.INSTANCE));
        return object;
    }

    private static JsonObject leftOut(LeftOut each) {
        JsonObject object = new JsonObject();
        object.addProperty("prefix", each.root());
        object.addProperty("reason", each.reason());
        object.addProperty("objects", each.objects());
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
            case Recovered.Outcome.InPlace(EarlierRestore earlier) -> {
                object.addProperty("bytes", earlier.bytes());
                object.addProperty("sha256", earlier.sha256());
                object.add("checks", Json.texts(earlier.checks()));
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
            case Recovered.Outcome.InPlace _ -> "restored-before";
            case Recovered.Outcome.Refused _ -> "refused";
        };
    }
}
