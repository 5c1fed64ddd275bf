package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.FailureJson;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.diagnose.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks into the replicas of a subject one after the other: one that cannot be looked into takes nothing from the
/// others, and is named. `failed` says why for each of those, in their order.
record EachReplica<T>(List<T> found, Map<ReplicaSettings, Problem> failed) {
    @FunctionalInterface
    interface Look<T> {
        T into(ReplicaSettings replica) throws IOException;
    }

    static <T> EachReplica<T> of(Subject subject, Diagnoses diagnoses, Asked asked, Look<T> look) {
        List<T> found = new ArrayList<>();
        Map<ReplicaSettings, Problem> failed = new LinkedHashMap<>();
        for (ReplicaSettings each : subject.replicas()) {
            try {
                found.add(look.into(each));
            } catch (IOException e) {
                failed.put(each, named(subject, each, diagnoses.of(each, asked, e)));
            } catch (ProblemException e) {
                failed.put(each, named(subject, each, e.problem()));
            }
        }
        return new EachReplica<>(found, failed);
    }

    private static Problem named(Subject subject, ReplicaSettings replica, Problem problem) {
        return subject.replicas().size() == 1
                ? problem
                : problem.withDetail("replica " + replica.name() + " of " + subject.asWritten());
    }

    /// Prints why, for each; the exit status is the first one's, 0 where there is none.
    int tell(Console console) {
        int status = 0;
        for (Problem problem : failed.values()) {
            int own = console.problems().print(problem);
            status = status == 0 ? own : status;
        }
        return status;
    }

    /// Ends the command where no replica could be looked into, with the first one's exit status. Who reads JSON is
    /// told why there too.
    EachReplica<T> orElseEnd(Console console, boolean json) {
        if (!found.isEmpty() || failed.isEmpty()) {
            return this;
        }
        List<Problem> problems = List.copyOf(failed.values());
        if (json) {
            Json.print(console.out(), FailureJson.of(problems.getFirst()));
        }
        problems.subList(1, problems.size()).forEach(console.problems()::print);
        throw new ProblemException(problems.getFirst());
    }
}
