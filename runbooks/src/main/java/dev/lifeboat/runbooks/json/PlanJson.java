package dev.lifeboat.runbooks.json;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunbookInfo;
import java.time.Duration;

/// A plan, whole: what was shown is what is frozen.
public final class PlanJson {
    private PlanJson() {}

    public static JsonObject write(RunPlan plan) {
        JsonObject json = new JsonObject();
        json.addProperty("run", plan.run().text());
        json.add("request", SpecJson.write(plan.request()));
        json.add("runbook", write(plan.runbook()));
        json.add("lines", Json.array(plan.lines(), PlanJson::write));
        json.add("needs", Json.array(plan.needs(), PlanJson::write));
        json.add("facts", Json.array(plan.facts(), QuestionJson::write));
        json.addProperty("downFrom", plan.downFrom());
        json.addProperty("downTo", plan.downTo());
        json.addProperty("expectedMillis", plan.expected().toMillis());
        json.addProperty("expectedDownMillis", plan.expectedDown().toMillis());
        return json;
    }

    public static RunPlan read(JsonObject json) {
        return new RunPlan(
                new RunId(Json.text(json, "run")),
                SpecJson.request(Json.object(json, "request")),
                runbook(Json.object(json, "runbook")),
                Json.list(json, "lines", PlanJson::line),
                Json.list(json, "needs", PlanJson::need),
                Json.list(json, "facts", QuestionJson::fact),
                Json.integer(json, "downFrom"),
                Json.integer(json, "downTo"),
                Duration.ofMillis(Json.number(json, "expectedMillis")),
                Duration.ofMillis(Json.number(json, "expectedDownMillis")));
    }

    private static JsonObject write(RunbookInfo runbook) {
        JsonObject json = new JsonObject();
        json.addProperty("id", runbook.id());
        json.addProperty("number", runbook.number());
        json.addProperty("title", runbook.title());
        json.addProperty("when", runbook.when());
        json.add("lines", Json.array(runbook.lineTitles()));
        json.addProperty("source", runbook.source());
        json.addProperty("sha256", runbook.sha256());
        return json;
    }

    private static RunbookInfo runbook(JsonObject json) {
        return new RunbookInfo(
                Json.text(json, "id"),
                Json.integer(json, "number"),
                Json.text(json, "title"),
                Json.text(json, "when"),
                Json.texts(json, "lines"),
                Json.text(json, "source"),
                Json.text(json, "sha256"));
    }

    private static JsonObject write(RunPlan.Line line) {
        JsonObject json = new JsonObject();
        json.addProperty("number", line.number());
        json.addProperty("title", line.title());
        json.addProperty("summary", line.summary());
        json.addProperty("asksForName", line.asksForName());
        json.addProperty("readsOnly", line.readsOnly());
        json.addProperty("expectedMillis", line.expected().toMillis());
        json.add("steps", Json.array(line.steps()));
        json.add("operations", Json.array(line.operations()));
        return json;
    }

    private static RunPlan.Line line(JsonObject json) {
        return new RunPlan.Line(
                Json.integer(json, "number"),
                Json.text(json, "title"),
                Json.text(json, "summary"),
                Json.flag(json, "asksForName"),
                Json.flag(json, "readsOnly"),
                Duration.ofMillis(Json.number(json, "expectedMillis")),
                Json.texts(json, "steps"),
                Json.texts(json, "operations"));
    }

    private static JsonObject write(RunPlan.Need need) {
        JsonObject json = new JsonObject();
        json.addProperty("name", need.name());
        json.addProperty("met", need.met());
        json.addProperty("text", need.text());
        return json;
    }

    private static RunPlan.Need need(JsonObject json) {
        return new RunPlan.Need(Json.text(json, "name"), Json.flag(json, "met"), Json.text(json, "text"));
    }
}
