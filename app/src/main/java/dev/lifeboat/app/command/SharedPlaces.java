package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One database has one replicator, and one place in a store one database. Two in one place would take it from each
/// other at each start, and the newest state there would be that of either.
final class SharedPlaces {
    private final Map<Path, Path> files = new HashMap<>();
    private final Map<String, Path> places = new HashMap<>();

    private SharedPlaces() {}

    /// Refuses two names of one file, and one replica of two databases or twice of one.
    static void refuse(List<DatabaseSettings> databases) {
        SharedPlaces shared = new SharedPlaces();
        databases.forEach(shared::add);
    }

    private void add(DatabaseSettings database) {
        Path other = files.putIfAbsent(real(database.path()), database.path());
        if (other != null) {
            throw refused(other + " and " + database.path() + " are one database");
        }
        for (ReplicaSettings replica : database.replicas()) {
            Path owner = places.putIfAbsent(replica.url().replaceAll("/+(?=$|\\?)", ""), database.path());
            if (owner != null) {
                throw refused(replica.url() + " is the replica of "
                        + (owner.equals(database.path()) ? owner + " twice" : owner + " and of " + database.path()));
            }
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // It is not there yet: what it will be is seen by its lock.
            return path;
        }
    }

    private static ProblemException refused(String message) {
        return new ProblemException(
                Problem.of(ProblemCode.CONFIGURATION, message).withSafe("nothing was replicated"));
    }
}
