package dev.lifeboat.app.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.restore.Forecast;
import dev.lifeboat.engine.restore.RestoreOutcome.Refused;
import dev.lifeboat.engine.restore.RestoreOutcome.Restored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tells how a restore went, as text or as the object of product.md 3, and answers with the exit status.
public final class RestoreReport {
    private final Console console;
    private final boolean json;
    private final RestoreTarget target;
    private final Path output;

    public RestoreReport(Console console, boolean json, RestoreTarget target, Path output) {
        this.console = console;
        this.json = json;
        this.target = target;
        this.output = output;
    }

    public int restored(Restored restored) {
        restored.remarks().forEach(console::note);
        if (json) {
            JsonObject object = object("restored", Optional.of(restored.point()));
            object.addProperty("bytes", restored.bytes());
            object.addProperty("sha256", restored.sha256());
            object.addProperty("page_size", restored.pageSize().bytes());
            object.add("checks", Json.texts(restored.checks()));
            Json.print(console.out(), object);
            return 0;
        }
        say("restored", restored.output().toString());
        say("point", restored.point().id());
        say("found", found(restored.point()));
        say(
                "size",
                Amounts.bytes(restored.bytes()) + ", " + restored.bytes() + " bytes, pages of " + restored.pageSize());
        say("sha256", restored.sha256());
        say("checks", restored.checks().isEmpty() ? "none" : String.join(", ", restored.checks()) + ": ok");
        return 0;
    }

    public int planned(Forecast.Possible forecast) {
        forecast.plan().remarks().forEach(console::note);
        if (json) {
            Json.print(console.out(), PlannedRestore.json(object("planned", Optional.of(forecast.point())), forecast));
            return 0;
        }
        say("would write", output.toString());
        say("point", forecast.point().id());
        say("found", found(forecast.point()));
        PlannedRestore.lines(forecast).forEach(this::say);
        say("dry run", "nothing was written");
        return 0;
    }

    /// `next` is a complete command that works; empty where there is none.
    public int refused(Refused refused, Optional<String> next) {
        Problem problem = withNearest(refused.problem(), refused.nearest());
        Problem complete = next.map(problem::withNext).orElse(problem);
        if (json) {
            JsonObject object = object("refused", Optional.empty());
            object.add("problem", problem(refused.problem()));
            object.add("nearest", nearest(refused.nearest()));
            Json.print(console.out(), object);
        }
        return console.problems()
                .print(complete.safe().isEmpty() ? complete.withSafe("nothing was written") : complete);
    }

    private String found(RestorePoint point) {
        String found = point.time()
                + (point.timeSource() == TimeSource.WRITER ? " by the writer's clock" : " by the storage's clock");
        return target instanceof RestoreTarget.AtTime at
                ? "%s, %s before the asked %s"
                        .formatted(found, Amounts.span(Duration.between(point.time(), at.time())), at.time())
                : found;
    }

    private void say(String label, String text) {
        console.out().println(label + " ".repeat(Math.max(1, 12 - label.length())) + SafeText.of(text));
        console.out().flush();
    }

    private static Problem withNearest(Problem problem, Nearest nearest) {
        Problem told = problem;
        for (RestorePoint point : nearest.before().stream().toList()) {
            told = told.withDetail("nearest before: " + point.id() + " of " + point.time());
        }
        for (RestorePoint point : nearest.after().stream().toList()) {
            told = told.withDetail("nearest after:  " + point.id() + " of " + point.time());
        }
        return told;
    }

    private JsonObject object(String outcome, Optional<RestorePoint> point) {
        JsonObject object = new JsonObject();
        object.addProperty("outcome", outcome);
        object.add("format", Json.text(point.map(found -> PointJson.format(found.place()))));
        object.add("point", Json.text(point.map(RestorePoint::id)));
        object.add("asked", Json.text(asked()));
        object.add("found_time", Json.text(point.map(RestorePoint::time)));
        object.addProperty("output", output.toString());
        for (String later : List.of("bytes", "sha256", "page_size", "checks", "problem", "nearest")) {
            object.add(later, JsonNull.INSTANCE);
        }
        return object;
    }

    private Optional<String> asked() {
        return switch (target) {
            case RestoreTarget.Latest _ -> Optional.empty();
            case RestoreTarget.AtTime at -> Optional.of(at.time().toString());
            case RestoreTarget.UpToIndex upTo -> Optional.of(Json.hex(upTo.index()));
            case RestoreTarget.UpToTxid upTo -> Optional.of(upTo.txid().toString());
            case RestoreTarget.AtPoint at -> Optional.of(at.place().text());
        };
    }

    static JsonObject problem(Problem problem) {
        JsonObject object = new JsonObject();
        object.addProperty("code", problem.code().id());
        object.addProperty("message", problem.message());
        object.add("objects", Json.texts(problem.objects()));
        object.add("index", problem.index().isPresent() ? hex(problem.index().getAsInt()) : JsonNull.INSTANCE);
        object.add("offset", problem.offset().isPresent() ? hex(problem.offset().getAsLong()) : JsonNull.INSTANCE);
        object.add("txid", Json.text(problem.txid()));
        return object;
    }

    private static JsonElement hex(long number) {
        return new JsonPrimitive(Json.hex(number));
    }

    static JsonObject nearest(Nearest nearest) {
        JsonObject object = new JsonObject();
        object.add("before", side(nearest.before()));
        object.add("after", side(nearest.after()));
        return object;
    }

    private static JsonElement side(Optional<RestorePoint> point) {
        if (point.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject object = new JsonObject();
        object.addProperty("point", point.get().id());
        object.addProperty("time", point.get().time().toString());
        return object;
    }
}
