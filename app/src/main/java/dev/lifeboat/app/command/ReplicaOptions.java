package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
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

    Subject subject(Subjects subjects) {
        return subjects.find(subject, Optional.ofNullable(replica));
    }

    static List<Listed> list(Parts parts, Subject subject) throws IOException {
        List<Listed> listed = new ArrayList<>();
        for (ReplicaSettings replica : subject.replicas()) {
            try (ObjectStore store = parts.store(replica)) {
                listed.add(new Listed(replica, parts.backup(store).history()));
            }
        }
        return listed;
    }

    static Optional<GenerationId> generation(@Nullable String text) {
        if (text != null && !GenerationId.isValid(text)) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "not a generation: " + text)
                    .withDetail("a generation has sixteen hexadecimal digits"));
        }
        return Optional.ofNullable(text).map(GenerationId::new);
    }
}
