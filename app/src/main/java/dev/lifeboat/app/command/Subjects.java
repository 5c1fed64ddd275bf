package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the `DB|URL` of a command line means.
record Subjects(Around around, Console console) {
    /// A database of the configuration with the replicas that are meant, or a bare replica, which is named by
    /// its URL or, where it is a directory, by its path.
    record Subject(String asWritten, Optional<DatabaseSettings> database, List<ReplicaSettings> replicas) {}

    /// An empty one is a variable that is not set: the working directory is not meant by that.
    Subject find(String databaseOrUrl, Optional<String> replica) {
        if (databaseOrUrl.isBlank()) {
            throw new ProblemException(Problem.of(
                    ProblemCode.USAGE, "DB|URL is empty: it takes a database, its path, or the URL of a replica"));
        }
        if (StoreUrl.isUrl(databaseOrUrl)) {
            if (around.globals().file().isPresent()) {
                throw new ProblemException(
                        Problem.of(ProblemCode.USAGE, "cannot specify a replica URL and the -config flag"));
            }
            if (replica.isPresent()) {
                throw new ProblemException(
                        Problem.of(ProblemCode.USAGE, "cannot specify a replica URL and the -replica flag"));
            }
            return bare(databaseOrUrl, databaseOrUrl);
        }
        Settings settings = around.settings(console);
        Path directory = around.parts().surroundings().resolve(databaseOrUrl);
        if (replica.isEmpty()
                && settings.find(databaseOrUrl, workingDirectory()).isEmpty()
                && Files.isDirectory(directory)) {
            return bare(databaseOrUrl, "file://" + directory);
        }
        DatabaseSettings database = settings.database(databaseOrUrl, workingDirectory());
        return new Subject(databaseOrUrl, Optional.of(database), database.replicas(replica));
    }

    private static Subject bare(String asWritten, String url) {
        return new Subject(asWritten, Optional.empty(), List.of(ReplicaSettings.ofUrl(url)));
    }

    /// The path of a database that need not be configured.
    Path path(String nameOrPath) {
        Settings settings = around.settings(console);
        return settings.find(nameOrPath, workingDirectory())
                .map(DatabaseSettings::path)
                .orElseGet(() -> around.parts().surroundings().resolve(nameOrPath));
    }

    private Path workingDirectory() {
        return around.parts().surroundings().workingDirectory();
    }
}
