package dev.lifeboat.engine.proof;

import java.nio.file.Path;

/// Looks at a database that may be damaged and may be in use, through SQLite with `mode=ro` alone: it opens no
/// descriptor of its own, so it drops no lock wherever it runs (LK-3).
///
/// One damaged table never stops the others. An application that holds the file goes on undisturbed; readers do not
/// block a writer in WAL mode, and elsewhere for no longer than one statement.
public final class LiveLook {
    public LiveSight look(Path database) {
        throw new UnsupportedOperationException(database.toString());
    }
}
