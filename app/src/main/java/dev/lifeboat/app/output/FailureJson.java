package dev.lifeboat.app.output;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;

/// What stands on stdout where there is nothing to list or to report: why.
public final class FailureJson {
    /// The outcome of a look that was not possible.
    static final String FAILED = "failed";

    private FailureJson() {}

    public static JsonObject of(Problem problem) {
        JsonObject object = new JsonObject();
        object.addProperty("outcome", FAILED);
        object.add("problem", RestoreReport.problem(problem));
        return object;
    }
}
