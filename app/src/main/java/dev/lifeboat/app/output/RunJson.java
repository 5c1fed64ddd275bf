package dev.lifeboat.app.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunbookInfo;
import java.util.Locale;

/// Runs, plans and runbooks as JSON.
public final class RunJson {
    private RunJson() {}

    public static JsonObject runbook(RunbookInfo info) {
        JsonObject object = new JsonObject();
        object.addProperty("id", info.id());
        object.addProperty("number", info.number());
        object.addProperty("title", info.title());
        object.addProperty("when", info.when());
        object.add("steps", Json.texts(info.lineTitles()));
        object.addProperty("source", info.source());
        object.addProperty("sha256", info.sha256());
        return object;
    }

    public static JsonObject plan(RunPlan plan) {
        JsonObject object = new JsonObject();
        object.add("runbook", runbook(plan.runbook()));
        object.addProperty("database", plan.request().database().name());
        object.addProperty("path", plan.request().database().path().toString());
        object.addProperty("can_start", plan.canStart());
        object.add("lines", Json.array(plan.lines(), RunJson::planLine));
        object.add("needs", Json.array(plan.needs(), RunJson::need));
        object.addProperty("expected_ms", plan.expected().toMillis());
        object.addProperty("expected_down_ms", plan.expectedDown().toMillis());
        return object;
    }

    private static JsonObject planLine(RunPlan.Line line) {
        JsonObject object = new JsonObject();
        object.addProperty("number", line.number());
        object.addProperty("title", line.title());
        object.addProperty("summary", line.summary());
        object.addProperty("asks_for_name", line.asksForName());
        object.add("steps", Json.texts(line.steps()));
        object.add("operations", Json.texts(line.operations()));
        return object;
    }

    private static JsonObject need(RunPlan.Need need) {
        JsonObject object = new JsonObject();
        object.addProperty("name", need.name());
        object.addProperty("met", need.met());
        object.addProperty("text", need.text());
        return object;
    }

    public static JsonObject run(RunView view) {
        JsonObject object = new JsonObject();
        object.addProperty("run", view.run().text());
        object.addProperty("runbook", view.runbook());
        object.addProperty("database", view.database());
        object.addProperty("path", view.path().toString());
        object.addProperty("state", view.state().name().toLowerCase(Locale.ROOT));
        object.addProperty("state_text", view.stateText());
        object.addProperty("started_at", view.startedAt().toString());
        object.add("ended_at", Json.text(view.endedAt()));
        object.add("down_since", Json.text(view.downSince()));
        object.add("up_since", Json.text(view.upSince()));
        object.addProperty("current", view.current());
        object.add("lines", Json.array(view.lines(), RunJson::line));
        object.add("evidence", Json.array(view.evidence(), RunJson::evidence));
        object.add(
                "question", view.question().<JsonElement>map(RunJson::question).orElse(JsonNull.INSTANCE));
        object.addProperty("safe_now", view.safeNow());
        object.addProperty("directory", view.directory().toString());
        return object;
    }

    private static JsonObject line(RunView.Line line) {
        JsonObject object = new JsonObject();
        object.addProperty("number", line.number());
        object.addProperty("title", line.title());
        object.addProperty("state", line.state().name().toLowerCase(Locale.ROOT));
        object.add("started_at", Json.text(line.startedAt()));
        object.add("ended_at", Json.text(line.endedAt()));
        return object;
    }

    private static JsonObject evidence(RunView.Evidence evidence) {
        JsonObject object = new JsonObject();
        object.addProperty("at", evidence.at().toString());
        object.addProperty("line", evidence.line());
        object.addProperty("kind", evidence.kind().name().toLowerCase(Locale.ROOT));
        object.addProperty("text", evidence.text());
        return object;
    }

    private static JsonObject question(Question question) {
        JsonObject object = new JsonObject();
        object.addProperty("number", question.number());
        object.addProperty(
                "kind", question.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        object.addProperty("level", question.level());
        object.addProperty("title", question.title());
        object.add("name_to_type", Json.text(question.nameToType()));
        object.add(
                "choices",
                Json.texts(question.choices().stream().map(Question.Choice::id).toList()));
        return object;
    }
}
