package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunRequest;

/// What a step is given to say what it would do.
public record PlanContext(RunId run, RunRequest request, RunPlaces places) {
    public DatabaseSpec database() {
        return request.database();
    }
}
