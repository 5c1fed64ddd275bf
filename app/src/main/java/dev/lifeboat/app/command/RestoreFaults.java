package dev.lifeboat.app.command;

import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.diagnose.Asked;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// What is said where a restore fails: of the replica, its store, or this host. With the command that goes on.
record RestoreFaults(Diagnoses diagnoses, Again typed, Asked asked) {
    /// Another replica that answered, and what it would give.
    record Other(String replica, RestorePoint point) {}

    /// `other` is the one whose state is the newest.
    Problem of(ReplicaSettings replica, IOException failure, Path output, Optional<Other> other) {
        Problem problem = safe(diagnoses.of(replica, asked, failure), output);
        if (problem.code().exitStatus() != ProblemCode.STORE_UNREACHABLE.exitStatus()) {
            return problem.next().isEmpty() ? problem.withNext(next(failure)) : problem;
        }
        if (other.isPresent()) {
            RestorePoint point = other.get().point();
            return problem.withDetail("replica " + replica.name() + " may hold a newer state than replica "
                            + other.get().replica() + ",")
                    .withDetail("which answers and has " + point.id() + " of " + point.time()
                            + (point.timeSource() == TimeSource.WRITER ? "" : " by the storage's clock"))
                    .withNext(typed.with("-replica", other.get().replica()));
        }
        return problem.next().isEmpty() ? told(problem).withNext(typed.same()) : problem;
    }

    /// Where it is a file of this host that cannot be, another place helps.
    private String next(IOException failure) {
        boolean isOfFiles = failure instanceof FileSystemException || failure.getCause() instanceof FileSystemException;
        return isOfFiles ? "restore to another place with -o PATH" : typed.same();
    }

    /// Asking again helps once the right was given.
    private static Problem told(Problem problem) {
        return problem.code() == ProblemCode.STORE_DENIED
                ? problem.withDetail("every object of the replica has to be readable (s3:GetObject); then again:")
                : problem;
    }

    /// The name is given last; behind that only the fsync of its directory can fail.
    private static Problem safe(Problem problem, Path output) {
        return problem.withSafe(
                Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                        ? output + " is there; it is not known whether a power cut would leave it there"
                        : "nothing was written");
    }
}
