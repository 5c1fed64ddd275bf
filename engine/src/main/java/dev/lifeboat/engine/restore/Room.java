package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.fileset.SpaceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How long a file may become in `directory`: what the file system has left, less a reserve, looked at once before the
/// first byte (RS-5). No size that a backup names makes a file longer than that (SE-8).
record Room(Path directory, long limitBytes) {
    static Room in(Path directory) throws IOException {
        SpaceCheck.Demand none = new SpaceCheck()
                .check(List.of(new SpaceCheck.Need(directory, 0, "restored database")))
                .getFirst();
        return new Room(directory, none.freeBytes() - none.neededBytes());
    }

    void require(long fileBytes) throws NoRoomException {
        if (fileBytes > limitBytes) {
            throw new NoRoomException(Problem.of(
                            ProblemCode.UNSAFE,
                            "not enough space in " + directory + ": the restored database needs " + fileBytes
                                    + " bytes, " + Math.max(limitBytes, 0) + " can be used")
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
    }
}
