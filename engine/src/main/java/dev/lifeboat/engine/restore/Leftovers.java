package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.fileset.HeldDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What restores that were killed have left beside an output: private directories of ours that nobody holds.
///
/// A restore removes them by itself; this is for one that has nothing to do, because the one that was killed had
/// already given the file its name.
public final class Leftovers {
    private Leftovers() {}

    public static void removeBeside(Path output) throws IOException {
        Path path = output.toAbsolutePath();
        Path parent = Objects.requireNonNull(path.getParent());
        if (Files.isDirectory(parent)) {
            HeldDirectory.removeLeftovers(parent, Staging.prefix(path));
        }
    }
}
