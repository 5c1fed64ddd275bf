package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.wire.Parts;
import java.nio.file.Path;

/// What the DB of a command line means: a configured name, a configured path, or just a path.
record Subjects(Parts parts, Settings settings) {
    Path path(String nameOrPath) {
        return settings.find(nameOrPath, parts.surroundings().workingDirectory())
                .map(DatabaseSettings::path)
                .orElseGet(() -> parts.surroundings().resolve(nameOrPath));
    }
}
