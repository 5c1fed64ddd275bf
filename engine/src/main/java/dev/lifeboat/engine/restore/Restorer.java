package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.event.EventSink;
import java.io.IOException;
import java.nio.file.Path;

/// Executes restore plans of one backup.
public final class Restorer {
    private final Backup backup;

    public Restorer(Backup backup) {
        this.backup = backup;
    }

    public RestoreOutcome restore(RestorePlan plan, Path output, RestoreOptions options, EventSink events)
            throws IOException {
        throw new UnsupportedOperationException("not yet: " + backup.location());
    }
}
