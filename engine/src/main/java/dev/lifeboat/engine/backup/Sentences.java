package dev.lifeboat.engine.backup;

import java.time.Duration;
import java.time.Instant;

/// Sentences about what was found instead of what was asked.
final class Sentences {
    private Sentences() {}

    static String found(History history, RestorePoint point, Instant asked) {
        boolean newest = history.points().stream().noneMatch(each -> each.time().isAfter(point.time()));
        return "asked for " + asked + ", found " + point.time() + ", " + span(Duration.between(point.time(), asked))
                + " earlier" + (newest ? ": the newest point there is" : "");
    }

    private static String span(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
