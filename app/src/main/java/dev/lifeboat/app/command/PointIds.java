package dev.lifeboat.app.command;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;

/// Ids of restore points on the command line.
final class PointIds {
    private PointIds() {}

    static PointId parse(String text) {
        return PointId.parse(text)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(ProblemCode.USAGE, "not the id of a restore point: " + text)
                                .withDetail("ids are printed by: lifeboat points DB")));
    }
}
