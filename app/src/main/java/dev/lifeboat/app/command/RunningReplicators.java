package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The running replicators that a command talks to: of one database, by name or path, or of all that are
/// configured.
record RunningReplicators(Around around, Console console) {
    /// All of them answer, or none is asked anything.
    Map<Path, ControlClient> of(@Nullable String database) throws IOException {
        Map<Path, ControlClient> clients = new LinkedHashMap<>();
        for (Path path : paths(database)) {
            clients.put(path, ControlClient.open(path).orElseThrow(() -> none(path)));
        }
        return clients;
    }

    private List<Path> paths(@Nullable String database) {
        if (database != null) {
            return List.of(new Subjects(around, console).path(database));
        }
        List<Path> all = around.settings(console).databases().stream()
                .map(DatabaseSettings::path)
                .toList();
        if (all.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "no database is given and none is configured"));
        }
        return all;
    }

    private static ProblemException none(Path path) {
        return new ProblemException(Problem.of(ProblemCode.FAILED, "no replicate runs for " + path)
                .withSafe("nothing was asked of anyone")
                .withNext("lifeboat replicate"));
    }
}
