package dev.lifeboat.rig.judge;

import java.util.List;

/// What the judge found. `restored` is the last row of the restored database, `acknowledged` the last one in any
/// object of the store, `live` the last one of the live database; `wrong` says what is not as promised, one sentence
/// each, and is empty where all is well.
public record Verdict(
        long restored,
        long acknowledged,
        long live,
        int generations,
        int snapshots,
        int segments,
        long restoreMillis,
        List<String> wrong) {
    public Verdict {
        wrong = List.copyOf(wrong);
    }

    /// How many acknowledged rows the restore lacks.
    public long lost() {
        return Math.max(0, acknowledged - restored);
    }

    public boolean isClean() {
        return wrong.isEmpty() && lost() == 0;
    }
}
