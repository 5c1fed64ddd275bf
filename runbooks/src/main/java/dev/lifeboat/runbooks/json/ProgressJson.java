package dev.lifeboat.runbooks.json;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.util.Optional;

/// What a step shows while it works: in `progress.json` and on the control socket.
public final class ProgressJson {
    private ProgressJson() {}

    public static JsonObject write(RunView.Work work) {
        JsonObject json = new JsonObject();
        json.addProperty("line", work.line());
        json.addProperty("title", work.title());
        json.add("facts", Json.array(work.facts(), QuestionJson::write));
        json.add("bars", Json.array(work.bars(), ProgressJson::write));
        json.addProperty("perSecond", work.perSecond());
        work.left().ifPresent(left -> json.addProperty("leftMillis", left.toMillis()));
        json.add("operations", Json.array(work.operations()));
        return json;
    }

    public static RunView.Work read(JsonObject json) {
        return new RunView.Work(
                Json.integer(json, "line"),
                Json.text(json, "title"),
                Json.list(json, "facts", QuestionJson::fact),
                Json.list(json, "bars", ProgressJson::bar),
                json.get("perSecond").getAsDouble(),
                json.has("leftMillis")
                        ? Optional.of(Duration.ofMillis(Json.number(json, "leftMillis")))
                        : Optional.empty(),
                Json.texts(json, "operations"));
    }

    private static JsonObject write(RunView.Bar bar) {
        JsonObject json = new JsonObject();
        json.addProperty("label", bar.label());
        json.addProperty("done", bar.done());
        json.addProperty("total", bar.total());
        json.addProperty("unit", bar.unit().name());
        return json;
    }

    private static RunView.Bar bar(JsonObject json) {
        return new RunView.Bar(
                Json.text(json, "label"),
                Json.number(json, "done"),
                Json.number(json, "total"),
                EngineEvent.Unit.valueOf(Json.text(json, "unit")));
    }
}
