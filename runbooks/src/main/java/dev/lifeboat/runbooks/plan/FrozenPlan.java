package dev.lifeboat.runbooks.plan;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.journal.Hash;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.json.PlanJson;
import dev.lifeboat.runbooks.run.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A plan as `plan.json` holds it from before the first step to the end; `hash` is in every record of the journal.
public record FrozenPlan(RunPlan plan, String hash) {
    /// The file's name in the directory of a run.
    public static final String NAME = "plan.json";

    public static FrozenPlan read(Path runDirectory) throws IOException {
        byte[] bytes = Files.readAllBytes(runDirectory.resolve(NAME));
        try {
            JsonObject json = Json.parse(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            return new FrozenPlan(PlanJson.read(json), Hash.of(bytes));
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.FAILED, "the plan in " + runDirectory + " cannot be read: " + e.getMessage()),
                    e);
        }
    }

    public static String text(RunPlan plan) {
        return Json.page(PlanJson.write(plan));
    }

    public Script script() {
        return Script.of(plan);
    }
}
