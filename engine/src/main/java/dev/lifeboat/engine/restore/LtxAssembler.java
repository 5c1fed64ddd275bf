package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.LtxPlan;
import dev.lifeboat.engine.event.EventSink;
import java.io.IOException;
import java.nio.file.Path;

/// Puts a database together from files of the LTX format, oldest first.
final class LtxAssembler {
    private final Backup backup;

    LtxAssembler(Backup backup, EventSink events, Room room) {
        this.backup = backup;
    }

    Assembly assemble(LtxPlan plan, Path file) throws IOException {
        throw new IOException(backup.location() + ": the LTX format is not read yet");
    }
}
