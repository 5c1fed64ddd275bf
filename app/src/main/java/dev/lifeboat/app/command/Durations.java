package dev.lifeboat.app.command;

import dev.lifeboat.app.config.GoDuration;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.time.Duration;

/// Durations on the command line, in the form of the configuration.
final class Durations {
    private Durations() {}

    /// 0 is allowed.
    static Duration notNegative(String option, String text) {
        return GoDuration.parse(text)
                .filter(duration -> !duration.isNegative())
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemCode.USAGE,
                        option + " needs a duration such as 500ms, 10s or 1h30m, not '" + text + "'")));
    }
}
