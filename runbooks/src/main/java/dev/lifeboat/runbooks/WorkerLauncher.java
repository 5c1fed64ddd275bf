package dev.lifeboat.runbooks;

import java.util.List;

/// The command that becomes a worker when the directory of a run is added to it, such as
/// `/opt/lifeboat/bin/lifeboat worker`.
public record WorkerLauncher(List<String> command) {
    public WorkerLauncher {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the worker's command is empty");
        }
        command = List.copyOf(command);
    }
}
