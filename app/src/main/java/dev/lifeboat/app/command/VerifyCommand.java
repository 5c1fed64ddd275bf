package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.ProgressLine;
import dev.lifeboat.app.output.VerifyReport;
import dev.lifeboat.app.wire.Scratch;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.verify.Audit;
import dev.lifeboat.engine.verify.Level;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat verify`.
@Command(
        name = "verify",
        description = "Audits a backup without trusting it, and names every object that is not as it should be.",
        footer = {
            "%nlist     names, sizes and how they follow one another",
            "chain    and all that is small, every WAL segment, how the rest begins and ends",
            "bytes    and every byte, every checksum",
            "restore  and the newest state, restored into scratch and proved",
            "%nNothing in the store changes. 0: sound; 3: broken or no backup; 4: restores and is not sound; 6: store."
        })
final class VerifyCommand extends Verb {
    @Parameters(paramLabel = "DB|URL", description = "A configured database by path or name, or a replica's URL.")
    String subject = "";

    @Option(names = "--replica", paramLabel = "NAME", description = "Only this replica of the database.")
    @Nullable
    String replica;

    @Option(names = "--level", paramLabel = "list|chain|bytes|restore", description = "How deep; chain.")
    String level = Level.CHAIN.id();

    @Option(
            names = "--json",
            description = "As a JSON array, one object a replica; one object where none can be looked into.")
    boolean json;

    VerifyCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Level deep = Level.of(level)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemCode.USAGE, "--level takes list, chain, bytes or restore, not '" + level + "'")));
        Subject found = new Subjects(around, console()).find(subject, Optional.ofNullable(replica));
        Diagnoses diagnoses = new Diagnoses(around, found, Again.of(spec, subject, List.of()));
        String next =
                Again.command(List.of("points", subject)) + around.globals().again();
        VerifyReport report = new VerifyReport(console(), json, next);
        EachReplica<Audit> audits = EachReplica.of(found, diagnoses, Asked.ANYTHING, each -> {
                    Audit audit = audit(found, each, deep);
                    Optional<Problem> nothing =
                            audit.history().isEmpty() ? diagnoses.ofNothing(each, Asked.ANYTHING) : Optional.empty();
                    report.add(each.name(), audit, nothing.or(audit::problem));
                    return audit;
                })
                .orElseEnd(console(), json);
        audits.failed().forEach((replica, problem) -> report.failed(replica.name(), deep, problem));
        return report.end();
    }

    private Audit audit(Subject found, ReplicaSettings wanted, Level deep) throws IOException {
        List<UserCheck> checks = found.database().map(DatabaseSettings::checks).orElse(List.of());
        ProgressLine progress = new ProgressLine(
                console().err(),
                console().errIsTerminal(),
                "verify " + wanted.name(),
                parts.surroundings().clock());
        try (ObjectStore store = parts.store(wanted);
                Scratch scratch = Scratch.in(settings().stateDirectory())) {
            return parts.auditor(store).audit(deep, scratch::directory, checks, progress);
        } finally {
            progress.end();
        }
    }
}
