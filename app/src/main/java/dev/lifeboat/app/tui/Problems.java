package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import java.util.ArrayList;
import java.util.List;

/// A problem in its three parts, in this order: what happened, what is still safe, what to do next (tui.md 6.12).
final class Problems {
    private Problems() {}

    static List<String> lines(Problem problem) {
        List<String> lines = new ArrayList<>();
        lines.add(problem.message());
        lines.addAll(problem.details());
        problem.objects().forEach(key -> lines.add("object: " + key));
        if (!problem.safe().isEmpty()) {
            lines.add("safe: " + problem.safe());
        }
        if (!problem.next().isEmpty()) {
            lines.add("next: " + problem.next());
        }
        return lines;
    }
}
