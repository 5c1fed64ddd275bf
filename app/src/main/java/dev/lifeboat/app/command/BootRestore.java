package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.restore.RestoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// Restores what is missing before it is replicated, so that an application never starts empty beside a full
/// replica. A store that is denied or cannot be reached ends the start, and nothing is created.
record BootRestore(Around around, Console console) {
    /// `all`: every database, whatever its own `restore-if-db-not-exists` says. 0 where replication may begin.
    int restore(Settings settings, boolean all) throws IOException {
        for (DatabaseSettings database : settings.databases()) {
            if ((all || database.restoreIfMissing()) && !Files.isRegularFile(database.path())) {
                int status = restore(database, settings.file().isPresent());
                if (status != 0) {
                    return status;
                }
            }
        }
        return 0;
    }

    private int restore(DatabaseSettings database, boolean isConfigured) throws IOException {
        console.note(database.path() + " is missing: looking for it in its replica");
        RestoreCommand again = new RestoreCommand(around);
        again.subject = isConfigured
                ? database.path().toString()
                : database.replicas().getFirst().url();
        again.output = isConfigured ? null : database.path().toString();
        // What is reported is no result of this command.
        Console aside =
                new Console(console.err(), console.err(), console.errInk(), console.errInk(), console.errIsTerminal());
        RestoreFlow flow =
                new RestoreFlow(around, aside, new RestoreAgain(around.globals(), again), database.path(), false);
        return flow.run(new RestoreFlow.Request(
                new Subjects.Subject(database.path().toString(), Optional.of(database), database.replicas()),
                new RestoreTarget.Latest(Optional.empty()),
                database.path(),
                RestoreOptions.standard(),
                true,
                true,
                false));
    }
}
