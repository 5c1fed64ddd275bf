package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which replicas a listing is about.
final class ReplicaOptions {
    @Parameters(paramLabel = "DB|URL", description = "A configured database by path or name, or a replica's URL.")
    String subject = "";

    @Option(names = "--replica", paramLabel = "NAME", description = "Only this replica of the database.")
    @Nullable
    String replica;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    /// A replica and what it holds.
    record Listed(ReplicaSettings replica, History history) {
        private boolean holds(Asked asked) {
            return AskedFormat.isHeld(asked, history);
        }

        /// Its generations in the order of time: names do not sort by it.
        List<Generation> generations(Optional<GenerationId> only) {
            return history.generations().stream()
                    .filter(each -> only.isEmpty() || each.id().equals(only.get()))
                    .sorted(Comparator.comparing(Generation::created).thenComparing(Generation::id))
                    .toList();
        }

        /// The files of the LTX format that hold the whole database, by transaction: its snapshots.
        List<LtxFile> bases() {
            return history.ltx().files().stream()
                    .filter(LtxFile::isBase)
                    .sorted(Comparator.comparing(LtxFile::max).thenComparing(LtxFile::level))
                    .toList();
        }
    }

    /// How much is learned of a replica.
    @FunctionalInterface
    interface Look {
        History into(ReplicaSettings replica, Backup backup) throws IOException;
    }

    Subject subject(Subjects subjects) {
        return subjects.find(subject, Optional.ofNullable(replica));
    }

    /// What the replicas hold, as far as it is of the format that is listed. Where none holds anything of it,
    /// why is told at the end, see [Listing#status].
    Listing list(Verb verb, Asked asked) throws IOException {
        return list(verb, asked, (replica, backup) -> backup.names());
    }

    /// The same, looking in another way.
    Listing list(Verb verb, Asked asked, Look look) throws IOException {
        Subject meant = subject(new Subjects(verb.around, verb.console()));
        Diagnoses diagnoses = new Diagnoses(verb.around, meant, Again.of(verb.spec, subject, List.of()));
        EachReplica<Listed> each = EachReplica.of(meant, diagnoses, asked, replica -> {
                    try (ObjectStore store = verb.parts.store(replica)) {
                        return new Listed(replica, look.into(replica, verb.parts.backup(store)));
                    }
                })
                .orElseEnd(verb.console(), json);
        return new Listing(meant, each, asked, diagnoses, verb.console());
    }

    /// The replicas of one subject that could be looked into, and how the command ends.
    record Listing(Subject subject, EachReplica<Listed> each, Asked asked, Diagnoses diagnoses, Console console) {
        List<Listed> replicas() {
            return each.found();
        }

        /// 0 where anything was there to list and every replica answered; else the problem is told.
        int status() {
            int failed = each.tell(console);
            if (failed > 0 || replicas().stream().anyMatch(listed -> listed.holds(asked))) {
                return failed;
            }
            ReplicaSettings first = replicas().getFirst().replica();
            return diagnoses
                    .ofNothing(first, asked)
                    .map(problem -> console.problems().print(problem))
                    .orElse(0);
        }
    }

    static Optional<GenerationId> generation(@Nullable String text) {
        if (text != null && !GenerationId.isValid(text)) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "not a generation: " + text)
                    .withDetail("a generation has sixteen hexadecimal digits"));
        }
        return Optional.ofNullable(text).map(GenerationId::new);
    }
}
