package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.diagnose.Finding;
import dev.lifeboat.engine.diagnose.Fix;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Explains why a replica shows nothing or refuses, with the command or the line of the configuration that would
/// help.
record Diagnoses(Around around, Subject subject, Again again) {
    /// Why the replica shows no backup, although its store answered. Nothing where it shows one.
    Optional<Problem> ofNothing(ReplicaSettings replica, Asked asked) {
        return around.parts()
                .diagnostician(replica.keys())
                .examine(StoreUrl.parse(replica.url()), asked)
                .map(finding -> finding.problem().withNext(next(finding, replica)));
    }

    /// What the failure means. What is no failure of the store is told as it is; and a store that failed has not said
    /// that it holds nothing, whatever a second look shows.
    Problem of(ReplicaSettings replica, Asked asked, IOException failure) {
        return failure instanceof StoreException
                ? ofNothing(replica, asked)
                        .filter(found -> found.code().exitStatus() != ProblemCode.NO_BACKUP.exitStatus())
                        .orElseGet(() -> Failures.problem(failure))
                : Failures.problem(failure);
    }

    ProblemException exception(ReplicaSettings replica, Asked asked, IOException failure) {
        return new ProblemException(of(replica, asked, failure), failure);
    }

    private String next(Finding finding, ReplicaSettings replica) {
        return switch (finding.fix()) {
            case Fix.UseUrl(String url) -> subject.database().isEmpty() ? again.on(url) : line(url);
            case Fix.Without(String option) ->
                option.isEmpty()
                        ? Again.command(List.of("points", subject.asWritten()))
                                + around.globals().again()
                        : again.without(option);
            case Fix.Survey(String url) -> Again.command(List.of("recover", "--dry-run", url));
            case Fix.First(String text) -> text;
        };
    }

    /// Where a configuration says it, it is corrected there.
    private String line(String url) {
        String file = around.parts()
                .settings(around.globals().file(), around.globals().expand())
                .file()
                .map(path -> "in " + path + ": ")
                .orElse("");
        return file + "url: " + url;
    }
}
