package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The reasons for which a swap is refused before anything is touched (RB-6, RS-3).
final class SwapPreflight {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    private SwapPreflight() {}

    static Optional<Problem> check(SwapRequest request) throws IOException {
        Path database = request.target().database();
        if (!Files.isRegularFile(database, LinkOption.NOFOLLOW_LINKS)) {
            return refused("not a regular file: " + database);
        }
        return place(request).or(() -> staged(request.staged()));
    }

    /// Whether names in the database's directory can be exchanged with names in the quarantine.
    static Optional<Problem> place(SwapRequest request) {
        Path database = request.target().database();
        Path directory = request.target().directory();
        try {
            Mounts mounts = Mounts.read(MOUNTINFO);
            if (mounts.isMountPoint(database)) {
                return refused(database + " is itself a mount point, so no other file can take its name; swap it where"
                        + " the file really lies");
            }
            if (!Files.isWritable(directory)) {
                return refused("the directory is not writable: " + directory);
            }
            Path quarantine = existing(request.quarantine());
            if (!sameFileSystem(mounts, directory, quarantine)) {
                return refused("the quarantine is on another file system than the database: " + quarantine);
            }
            Path staged = existing(request.staged());
            if (!sameFileSystem(mounts, directory, staged)) {
                return refused("the new file is on another file system than the database: " + staged);
            }
            return Optional.empty();
        } catch (IOException e) {
            return refused("cannot look at " + directory + ": " + e.getMessage());
        }
    }

    private static Optional<Problem> staged(Path staged) {
        try {
            if (!Files.isRegularFile(staged, LinkOption.NOFOLLOW_LINKS) || Files.size(staged) == 0) {
                return refused("there is no new database at " + staged);
            }
            for (SideFile side : SideFile.values()) {
                Path beside = staged.resolveSibling(staged.getFileName() + side.suffix());
                if (side != SideFile.SHM && Files.exists(beside, LinkOption.NOFOLLOW_LINKS) && Files.size(beside) > 0) {
                    return refused("the new database is not complete without its " + side.suffix() + ": " + beside);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return refused("cannot look at " + staged + ": " + e.getMessage());
        }
    }

    private static boolean sameFileSystem(Mounts mounts, Path one, Path other) throws IOException {
        return FileId.of(one).device() == FileId.of(other).device()
                && mounts.together(one.toRealPath(), other.toRealPath());
    }

    private static Path existing(Path path) {
        Path at = path;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static Optional<Problem> refused(String message) {
        return Optional.of(refusal(message));
    }

    static Problem refusal(String message) {
        return problem(message).withSafe("the database and its side files are untouched");
    }

    static Problem problem(String message) {
        return Problem.of(ProblemCode.UNSAFE, message);
    }
}
