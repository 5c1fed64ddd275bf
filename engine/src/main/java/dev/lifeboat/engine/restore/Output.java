package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.fileset.Ownership;
import dev.lifeboat.engine.fileset.OwnershipChange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The name that a restored file is to get.
record Output(Path path) {
    private static final int ROOT = 0;
    private static final int FOR_OWNER = 0600;

    Output {
        path = path.toAbsolutePath();
    }

    /// Why nothing may be put here: the file exists, or a side file that SQLite would take for its own (RS-3,
    /// pitfall P12: a stale `-wal` replays itself over the restored file). An empty one
    /// too: something was at work there.
    Optional<Problem> occupied() {
        if (exists(path)) {
            Problem occupied = occupiedBy(path);
            return Optional.of(what(path).map(occupied::withDetail).orElse(occupied));
        }
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            Path beside = path.resolveSibling(path.getFileName() + suffix);
            if (exists(beside)) {
                return Optional.of(
                        occupiedBy(beside).withDetail("SQLite would take it for a part of the restored database"));
            }
        }
        return Optional.empty();
    }

    /// What it is where it is no file.
    private static Optional<String> what(Path path) {
        if (Files.isDirectory(path)) {
            return Optional.of("it is a directory");
        }
        return Files.isSymbolicLink(path) && Files.notExists(path)
                ? Optional.of(
                        "it is a symbolic link, and what it leads to does not exist: restore to that path with -o")
                : Optional.empty();
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static Problem occupiedBy(Path file) {
        return Problem.of(ProblemCode.OUTPUT_EXISTS, "cannot restore, output path already exists: " + file)
                .withSafe("nothing was written");
    }

    /// Gives a file that is still in staging to whom the directory of the output belongs, when root restores:
    /// an application could not open a file of root's. A new output has the mode 0600, and no access control
    /// list of its directory's; `change` is what the configuration wants otherwise (RS-4). Returns what was
    /// wanted.
    Ownership adopt(Path finished, OwnershipChange change) throws IOException {
        Ownership directory = Ownership.of(Objects.requireNonNull(path.getParent()));
        Ownership own = Ownership.of(finished);
        boolean root = own.uid() == ROOT;
        Ownership standard = new Ownership(
                root ? directory.uid() : own.uid(), root ? directory.gid() : own.gid(), FOR_OWNER, new TreeMap<>());
        Ownership wanted = change.appliedTo(standard);
        wanted.applyTo(finished);
        return wanted;
    }

    /// Gives the finished file its name, which is the one irreversible act, and puts the name on stable
    /// storage.
    ///
    /// The output was free when the restore began; by now an application may have made it. A rename would
    /// replace that file without a word, link(2) does not: the loser of the race is always the restore. Where
    /// the file system has no hard links a rename after a last look has to do.
    Optional<Problem> take(Path finished) throws IOException {
        Optional<Problem> problem = occupied();
        if (problem.isPresent()) {
            return problem;
        }
        try {
            Files.createLink(path, finished);
            Files.delete(finished);
        } catch (FileAlreadyExistsException _) {
            return Optional.of(occupiedBy(path));
        } catch (UnsupportedOperationException | FileSystemException _) {
            Files.move(finished, path, StandardCopyOption.ATOMIC_MOVE);
        }
        Path directory = Objects.requireNonNull(path.getParent());
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return Optional.empty();
    }
}
