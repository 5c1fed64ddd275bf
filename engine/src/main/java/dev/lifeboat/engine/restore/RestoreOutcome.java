package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePoint;
import java.nio.file.Path;
import java.util.List;

/// How a restore ended.
public sealed interface RestoreOutcome {
    /// The file is at `output`, checked and on stable storage. `point` is the exact commit that it stands at,
    /// `plan` the plan that led there in the end. `checks` are the names of the checks that said "ok"; `remarks`
    /// are sentences for the person who asked.
    record Restored(
            RestorePlan plan,
            RestorePoint point,
            Path output,
            long bytes,
            String sha256,
            PageSize pageSize,
            List<String> checks,
            List<String> remarks)
            implements RestoreOutcome {
        Restored at(Path place) {
            return new Restored(plan, point, place, bytes, sha256, pageSize, checks, remarks);
        }
    }

    /// Nothing is at the output that was not there before. The points of `nearest` were tried: they assemble and
    /// pass their checks.
    record Refused(Problem problem, Nearest nearest) implements RestoreOutcome {}
}
