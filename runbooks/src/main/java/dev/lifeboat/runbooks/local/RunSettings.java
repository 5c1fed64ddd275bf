package dev.lifeboat.runbooks.local;

import java.nio.file.Path;
import java.util.List;

/// Where runs are kept (`stateDirectory` + `/runs`) and where users keep runbooks of their own.
public record RunSettings(Path stateDirectory, List<Path> runbookDirectories) {
    public RunSettings {
        runbookDirectories = List.copyOf(runbookDirectories);
    }

    public Path runs() {
        return stateDirectory.resolve("runs");
    }
}
