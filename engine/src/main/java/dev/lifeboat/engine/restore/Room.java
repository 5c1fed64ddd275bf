package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.fileset.SpaceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the files of one restore may take together: what the file system of `directory` has left, less a reserve,
/// looked at once before the first byte (RS-5). No size that a backup names makes a file longer than that (SE-8).
final class Room {
    private final Path directory;
    private final long limitBytes;
    private long databaseBytes;
    private long besideBytes;

    Room(Path directory, long limitBytes) {
        this.directory = directory;
        this.limitBytes = limitBytes;
    }

    static Room in(Path directory) throws IOException {
        SpaceCheck.Demand none = new SpaceCheck()
                .check(List.of(new SpaceCheck.Need(directory, 0, "restored database")))
                .getFirst();
        return new Room(directory, none.freeBytes() - none.neededBytes());
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

    private void check(long database, long beside) throws NoRoomException {
        if (database > limitBytes - beside) {
            String both = beside == 0 ? "" : " and a transaction that waits for its commit another " + beside;
            throw new NoRoomException(Problem.of(
                            ProblemCode.UNSAFE,
                            "not enough space in " + directory + ": the restored database needs " + database + " bytes"
                                    + both + ", " + Math.max(limitBytes, 0) + " can be used")
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

        /// The same refusal with the object that asks for the space.
        NoRoomException askedBy(String key) {
            return new NoRoomException(problem.withDetail(key + " asks for it").withObjects(List.of(key)));
        }
    }
}
