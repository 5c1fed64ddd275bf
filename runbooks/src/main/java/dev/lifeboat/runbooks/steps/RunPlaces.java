package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.RunId;
import java.nio.file.Path;

/// Where a run keeps what belongs beside the database: in `.lifeboat-ID/` of the real file's directory, because
/// renames and hard links need one file system. `database` is the real file, symbolic links resolved (RB-6).
public record RunPlaces(Path database, Path directory) {
    /// `database` is the real path, as the plan froze it: during the swap the name cannot be resolved.
    public static RunPlaces of(Path database, RunId run) {
        return new RunPlaces(database, database.resolveSibling(".lifeboat-" + run));
    }

    /// The verified copy of the live set.
    public Path saved() {
        return directory.resolve("saved");
    }

    /// The live set itself after the swap.
    public Path live() {
        return directory.resolve("live");
    }

    /// The restored copy before the swap, in a directory of its own (RS-1).
    public Path copy() {
        return directory.resolve("copy").resolve(name());
    }

    /// For files that are looked at and thrown away.
    public Path scratch() {
        return directory.resolve("scratch");
    }

    public String name() {
        return String.valueOf(database.getFileName());
    }
}
