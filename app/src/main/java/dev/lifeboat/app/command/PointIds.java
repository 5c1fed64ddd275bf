package dev.lifeboat.app.command;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;

/// Ids of restore points on the command line.
final class PointIds {
    private PointIds() {}

    static Position parse(String text) {
        return Position.parse(text)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(ProblemCode.USAGE, "not the id of a restore point: " + text)
                                .withDetail(
                                        text.startsWith("ltx/")
                                                ? "points of Litestream 0.5 (ltx/…) are not in this build"
                                                : "ids are printed by: lifeboat points DB")));
    }
}
