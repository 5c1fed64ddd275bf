package dev.lifeboat.app.command;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import java.io.IOException;

/// What a replica holds, as far as it had to be learned, and what that gives for a target.
record Lookup(History history, PlanOutcome outcome) {
    /// A restore reads the ends of the last segments itself. They are read here where there is no plan, because they
    /// are offered then, and where `withEnds` says that they are shown or compared.
    static Lookup of(Backup backup, RestoreTarget target, boolean withEnds) throws IOException {
        History listing = backup.learn(backup.listing(), target);
        PlanOutcome outcome = RestorePlanner.plan(listing, target);
        if (outcome instanceof PlanOutcome.Planned && !withEnds) {
            return new Lookup(listing, outcome);
        }
        History history = backup.withEnds(listing);
        return new Lookup(history, RestorePlanner.plan(history, target));
    }
}
