package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.fileset.SpaceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the files of one restore may take together: what the file system of `directory` has left, less a
/// reserve, looked at once before the first byte (RS-5). No size that a backup names makes a file longer than
/// that (SE-8).
final class Room {
    private final Path directory;
    private final SpaceCheck.Left left;
    private long databaseBytes;
    private long besideBytes;

    Room(Path directory, SpaceCheck.Left left) {
        this.directory = directory;
        this.left = left;
    }

    static Room in(Path directory) throws IOException {
        return new Room(directory, new SpaceCheck().left(directory));
    }

    /// The database becomes at least `bytes` long.
    void require(long bytes) throws NoRoomException {
        if (bytes > databaseBytes) {
            check(bytes, besideBytes);
            databaseBytes = bytes;
        }
    }

    /// What waits in a file beside it becomes `bytes` long.
    void requireBeside(long bytes) throws NoRoomException {
        check(databaseBytes, bytes);
        besideBytes = bytes;
    }

    /// What the database was found to need so far.
    long databaseBytes() {
        return databaseBytes;
    }

    SpaceCheck.Left left() {
        return left;
    }

    private void check(long database, long beside) throws NoRoomException {
        if (database > left.usableBytes() - beside) {
            String both = beside == 0 ? "" : " and a transaction that waits for its commit another " + beside;
            throw new NoRoomException(Problem.of(
                            ProblemCode.UNSAFE,
                            "not enough space in " + directory + ": the restored database needs at least " + database
                                    + " bytes" + both + "; " + left.freeBytes() + " are free, "
                                    + left.reserveBytes() + " of which stay in reserve")
                    .withSafe("nothing was written")
                    .withNext("make space, or restore to another file system"));
        }
    }

    /// A refusal, thrown out of the middle of the work.
    static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        NoRoomException(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }

        /// The same refusal with the object that was read when the space did not suffice.
        NoRoomException foundIn(String key) {
            return new NoRoomException(problem.withDetail("known from " + key).withObjects(List.of(key)));
        }
    }
}
