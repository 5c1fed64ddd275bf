package dev.lifeboat.runbooks.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.json.PlanJson;
import dev.lifeboat.runbooks.json.ProblemJson;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepRecord;
import java.util.Locale;

/// The report for programs: the plan, and for each step its state, times and everything that it found.
final class JsonReport {
    private JsonReport() {}

    static JsonObject of(FrozenPlan frozen, RunModel model) {
        JsonObject json = new JsonObject();
        json.addProperty("run", frozen.plan().run().text());
        json.addProperty("state", model.state().name().toLowerCase(Locale.ROOT));
        model.startedAt().ifPresent(at -> json.addProperty("started", at.toString()));
        model.endedAt().ifPresent(at -> json.addProperty("ended", at.toString()));
        json.addProperty("plan_sha256", frozen.hash());
        json.add("plan", PlanJson.write(frozen.plan()));
        JsonArray steps = new JsonArray();
        model.steps().values().forEach(step -> steps.add(of(step)));
        json.add("steps", steps);
        JsonArray evidence = new JsonArray();
        model.evidence().forEach(found -> {
            JsonObject line = new JsonObject();
            line.addProperty("at", found.at().toString());
            line.addProperty("line", found.line());
            line.addProperty("kind", found.kind().name().toLowerCase(Locale.ROOT));
            line.addProperty("text", found.text());
            evidence.add(line);
        });
        json.add("evidence", evidence);
        return json;
    }

    private static JsonObject of(StepRecord step) {
        JsonObject json = new JsonObject();
        json.addProperty("step", step.step().text());
        json.addProperty("state", step.status().name().toLowerCase(Locale.ROOT));
        json.addProperty("attempts", step.attempt());
        step.startedAt().ifPresent(at -> json.addProperty("started", at.toString()));
        step.endedAt().ifPresent(at -> json.addProperty("ended", at.toString()));
        json.addProperty("summary", step.summary());
        json.add("found", step.post());
        step.failure().ifPresent(problem -> json.add("problem", ProblemJson.write(problem)));
        return json;
    }
}
