package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.ProgressLine;
import dev.lifeboat.app.output.RestoreReport;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.PlanOutcome.NoPath;
import dev.lifeboat.engine.backup.PlanOutcome.Planned;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.fileset.OwnershipChange;
import dev.lifeboat.engine.fileset.OwnershipWanted;
import dev.lifeboat.engine.restore.Leftovers;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.RestoreOutcome.Refused;
import dev.lifeboat.engine.restore.RestoreOutcome.Restored;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks into every replica that is meant, takes the newest state that was found, restores it and tells how
/// it went.
final class RestoreFlow {
    private final Around around;
    private final Parts parts;
    private final Console console;
    private final RestoreAgain again;
    private final boolean json;

    RestoreFlow(Around around, Console console, RestoreAgain again, boolean json) {
        this.around = around;
        this.parts = around.parts();
        this.console = console;
        this.again = again;
        this.json = json;
    }

    /// `isPatient`: the network, or the store, may come up later than we do.
    record Request(
            Subject subject,
            RestoreTarget target,
            Path output,
            RestoreOptions options,
            boolean ifReplicaExists,
            boolean isPatient,
            boolean dryRun) {}

    /// One replica with what it answered.
    private record Candidate(
            ReplicaSettings replica, ObjectStore store, Backup backup, History history, PlanOutcome outcome) {
        Optional<Planned> planned() {
            return outcome instanceof Planned planned ? Optional.of(planned) : Optional.empty();
        }

        boolean holdsNothing() {
            return history.isEmpty();
        }
    }

    int run(Request request) throws IOException {
        if (Files.exists(request.output(), LinkOption.NOFOLLOW_LINKS)) {
            Leftovers.removeBeside(request.output());
            Problem problem = Problem.of(
                            ProblemCode.OUTPUT_EXISTS,
                            "cannot restore, output path already exists: " + request.output())
                    .withSafe("nothing was written");
            return report(request).refused(new Refused(problem, Nearest.NONE), Optional.empty());
        }
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (ReplicaSettings replica : request.subject().replicas()) {
                try {
                    candidates.add(look(replica, request));
                } catch (IOException e) {
                    return explained(request, diagnoses(request).of(replica, asked(request.target()), e));
                }
            }
            if (request.ifReplicaExists() && candidates.stream().allMatch(Candidate::holdsNothing)) {
                console.note("no matching backups found");
                return 0;
            }
            return restore(request, candidates);
        } finally {
            for (Candidate candidate : candidates) {
                candidate.store().close();
            }
        }
    }

    private Candidate look(ReplicaSettings replica, Request request) throws IOException {
        ObjectStore store = request.isPatient() ? parts.patientStore(replica) : parts.store(replica);
        try {
            Backup backup = parts.backup(store);
            boolean withEnds = request.dryRun() || request.subject().replicas().size() > 1;
            Lookup found = Lookup.of(backup, request.target(), withEnds);
            return new Candidate(replica, store, backup, found.history(), found.outcome());
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    private int restore(Request request, List<Candidate> candidates) throws IOException {
        // Equal times keep the order of the configuration, as Litestream does: max takes the last of equals.
        Optional<Candidate> newest = candidates.reversed().stream()
                .filter(candidate -> candidate.planned().isPresent())
                .max(Comparator.comparing(candidate ->
                        candidate.planned().orElseThrow().plan().point().time()));
        if (newest.isEmpty()) {
            Candidate first = candidates.getFirst();
            NoPath none = (NoPath) first.outcome();
            Asked asked = asked(request.target());
            Optional<Problem> reason = lacks(first.history(), asked)
                    ? diagnoses(request).ofNothing(first.replica(), asked)
                    : Optional.empty();
            if (reason.isPresent()) {
                return explained(request, reason.get());
            }
            Nearest tried = confirmed(request, first, none.nearest());
            return report(request).refused(new Refused(none.problem(), tried), next(tried));
        }
        Planned planned = newest.get().planned().orElseThrow();
        if (request.dryRun()) {
            return report(request).planned(planned.plan());
        }
        return finish(request, execute(request, newest.get().backup(), planned));
    }

    private Diagnoses diagnoses(Request request) {
        return new Diagnoses(around, request.subject(), again.typed());
    }

    /// The next step of a diagnosis is its own.
    private int explained(Request request, Problem problem) {
        Optional<String> next = Optional.of(problem.next()).filter(text -> !text.isEmpty());
        return report(request).refused(new Refused(problem, Nearest.NONE), next);
    }

    private static boolean lacks(History history, Asked asked) {
        return switch (asked.format()) {
            case ANY -> history.isEmpty();
            case GENERATIONS -> history.generations().isEmpty();
            case LTX -> history.ltx().isEmpty();
        };
    }

    private static Asked asked(RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Latest(Optional<GenerationId> id) -> generation(id);
            case RestoreTarget.AtTime(Instant _, Optional<GenerationId> id) -> generation(id);
            case RestoreTarget.UpToIndex _ -> Asked.ofGenerations("-index");
            case RestoreTarget.UpToTxid _ -> Asked.ofLtx("-txid");
            case RestoreTarget.AtPoint(PointId place) ->
                place instanceof Txid ? Asked.ofLtx("--point") : Asked.ofGenerations("--point");
        };
    }

    private static Asked generation(Optional<GenerationId> id) {
        return id.isPresent() ? Asked.ofGenerations("-generation") : Asked.ANYTHING;
    }

    // What is offered has been tried, also where the refusal itself needed no reading.
    private Nearest confirmed(Request request, Candidate candidate, Nearest suggested) throws IOException {
        if (suggested.equals(Nearest.NONE) || request.dryRun()) {
            return suggested;
        }
        return parts.restorer(candidate.backup())
                .confirm(candidate.history(), suggested, request.output(), request.options());
    }

    private RestoreOutcome execute(Request request, Backup backup, Planned planned) throws IOException {
        ProgressLine progress = new ProgressLine(
                console.err(),
                console.errIsTerminal(),
                "restore " + request.output().getFileName(),
                parts.surroundings().clock());
        try {
            return parts.restorer(backup, owner(request))
                    .restore(planned.plan(), request.output(), request.options(), progress);
        } finally {
            progress.end();
        }
    }

    // owner and mode of the configuration are those of the database, not of copies elsewhere.
    private static OwnershipChange owner(Request request) throws IOException {
        Optional<DatabaseSettings> own =
                request.subject().database().filter(each -> each.path().equals(request.output()));
        return own.isPresent() ? OwnershipWanted.of(own.get().owner(), own.get().mode()) : OwnershipChange.none();
    }

    private int finish(Request request, RestoreOutcome outcome) {
        return switch (outcome) {
            case Restored restored -> report(request).restored(restored);
            case Refused refused -> report(request).refused(refused, next(refused.nearest()));
        };
    }

    private Optional<String> next(Nearest nearest) {
        return nearest.before().or(nearest::after).map(again::command);
    }

    private RestoreReport report(Request request) {
        return new RestoreReport(console, json, request.target(), request.output());
    }
}
