package dev.lifeboat.engine.live;

import dev.lifeboat.engine.live.LiveDatabase.OpenOutcome;
import java.io.IOException;
import java.nio.file.Path;

/// For tests: a database that has to be usable.
public final class LiveDatabases {
    private LiveDatabases() {}

    public static LiveDatabase open(Path file) throws IOException {
        return switch (LiveDatabase.open(DatabasePath.resolve(file))) {
            case OpenOutcome.Opened(LiveDatabase database) -> database;
            case OpenOutcome.Unusable(DatabaseTrouble trouble) -> throw new AssertionError(trouble.toString());
        };
    }
}
