package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.fileset.HeldDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What restores of an output have beside it while they work: private directories of ours.
public final class Leftovers {
    private Leftovers() {}

    /// Removes those that nobody holds: what was left by restores that were killed. A restore does that by
    /// itself; this is for one that has nothing to do, because the killed one had already given the file its
    /// name.
    public static void removeBeside(Path output) throws IOException {
        Path path = output.toAbsolutePath();
        Path parent = Objects.requireNonNull(path.getParent());
        if (Files.isDirectory(parent)) {
            HeldDirectory.removeLeftovers(parent, Staging.prefix(path));
        }
    }

    /// Removes also what a restore of this process is writing: for a process that is about to end. The restore
    /// fails.
    public static void abandon(Path output) throws IOException {
        Path path = output.toAbsolutePath();
        Path parent = Objects.requireNonNull(path.getParent());
        if (Files.isDirectory(parent)) {
            HeldDirectory.abandon(parent, Staging.prefix(path));
        }
    }
}
