package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.fileset.SpaceCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// What a restore would do and cost, found out without writing anything.
public sealed interface Forecast {
    /// It would go on with `plan` and give `point`, whose time is as exact as the restore would say it.
    ///
    /// `requests` are those for objects; its listings come on top. `expected` is an estimate, made of what the
    /// first request took (`latency`), how fast its bytes came, and how long SQLite's checks take.
    /// `neededBytes` is
    /// the least that the database will take in `directory`, which has `left`.
    record Possible(
            RestorePlan plan,
            RestorePoint point,
            int requests,
            Duration latency,
            OptionalLong bytesPerSecond,
            Duration expected,
            Path directory,
            long neededBytes,
            SpaceCheck.Left left)
            implements Forecast {}

    /// It would be refused. The points of `nearest` were not tried.
    record Refused(Problem problem, Nearest nearest) implements Forecast {}
}
