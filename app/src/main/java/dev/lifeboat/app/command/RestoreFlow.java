package dev.lifeboat.app.command;

import dev.lifeboat.app.command.RestoreFaults.Other;
import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.ProgressLine;
import dev.lifeboat.app.output.RestoreReport;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome.NoPath;
import dev.lifeboat.engine.backup.PlanOutcome.Planned;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.fileset.OwnershipChange;
import dev.lifeboat.engine.fileset.OwnershipWanted;
import dev.lifeboat.engine.restore.Forecast;
import dev.lifeboat.engine.restore.Leftovers;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.RestoreOutcome.Refused;
import dev.lifeboat.engine.restore.RestoreOutcome.Restored;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks into every replica that is meant, takes the newest state that was found, restores it and tells how
/// it went.
final class RestoreFlow {
    private final Around around;
    private final Parts parts;
    private final Console console;
    private final RestoreAgain again;
    private final boolean json;
    private final ProgressLine progress;

    RestoreFlow(Around around, Console console, RestoreAgain again, Path output, boolean json) {
        this.around = around;
        this.parts = around.parts();
        this.console = console;
        this.again = again;
        this.json = json;
        this.progress = new ProgressLine(
                console.err(),
                console.errIsTerminal(),
                "restore " + output.getFileName(),
                parts.surroundings().clock());
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

    int run(Request request) throws IOException {
        Optional<Problem> occupied = Restorer.occupied(request.output());
        boolean isFirstStart = request.ifReplicaExists() && isLinkToNothing(request.output());
        if (occupied.isPresent() && !isFirstStart) {
            Leftovers.removeBeside(request.output());
            return refused(request, occupied.get());
        }
        Map<ReplicaSettings, IOException> failed = new LinkedHashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (ReplicaSettings replica : request.subject().replicas()) {
                try {
                    candidates.add(look(replica, request));
                } catch (IOException e) {
                    failed.put(replica, e);
                }
            }
            // One that does not answer may hold the newest state: which it is, a person decides.
            Optional<Map.Entry<ReplicaSettings, IOException>> first =
                    failed.entrySet().stream().findFirst();
            if (first.isPresent()) {
                return broken(request, first.get().getKey(), first.get().getValue(), candidates);
            }
            if (request.ifReplicaExists() && candidates.stream().allMatch(Candidate::holdsNothing)) {
                console.note("no matching backups found");
                return 0;
            }
            if (occupied.isPresent()) {
                return refused(request, occupied.get());
            }
            return restore(request, candidates);
        } catch (ProblemException e) {
            return explained(request, e.problem());
        } finally {
            for (Candidate candidate : candidates) {
                candidate.store().close();
            }
        }
    }

    /// The application would make what the link leads to, which is right only where there is no backup of it.
    private static boolean isLinkToNothing(Path output) {
        return Files.isSymbolicLink(output) && Files.notExists(output);
    }

    private int refused(Request request, Problem occupied) {
        return report(request).refused(new Refused(occupied, Nearest.NONE), Optional.empty());
    }

    /// A replica that could not be looked into, or a restore from it that failed.
    private int broken(Request request, ReplicaSettings replica, IOException failure, List<Candidate> candidates) {
        Optional<Other> other = Candidate.newest(candidates.stream()
                        .filter(each -> !each.replica().equals(replica))
                        .toList())
                .map(found -> new Other(
                        found.replica().name(),
                        found.planned().orElseThrow().plan().point()));
        RestoreFaults faults = new RestoreFaults(diagnoses(request), again.typed(), AskedFormat.of(request.target()));
        return explained(request, faults.of(replica, failure, request.output(), other));
    }

    private Candidate look(ReplicaSettings replica, Request request) throws IOException {
        ObjectStore store = request.isPatient() ? parts.patientStore(replica) : parts.store(replica);
        try {
            Backup backup = parts.backup(store);
            boolean withEnds = request.dryRun() || request.subject().replicas().size() > 1;
            Lookup found = Lookup.of(backup, request.target(), withEnds);
            return new Candidate(replica, store, backup, found.history(), found.outcome());
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private int restore(Request request, List<Candidate> candidates) {
        Candidate chosen = Candidate.newest(candidates)
                .orElseGet(() -> Candidate.closest(candidates, AskedFormat.of(request.target())));
        Interruption interruption = Interruption.watch(request.output(), console, progress::end);
        try (interruption) {
            return switch (chosen.outcome()) {
                case Planned(RestorePlan plan) when request.dryRun() -> forecast(request, chosen.backup(), plan);
                case Planned(RestorePlan plan) -> finish(request, execute(request, chosen.backup(), plan));
                case NoPath none -> refused(request, chosen, none);
            };
        } catch (IOException e) {
            return interruption.hasCome()
                    ? ProblemCode.FAILED.exitStatus()
                    : broken(request, chosen.replica(), e, candidates);
        }
    }

    private int refused(Request request, Candidate candidate, NoPath none) throws IOException {
        Asked asked = AskedFormat.of(request.target());
        Optional<Problem> reason = AskedFormat.isHeld(asked, candidate.history())
                ? Optional.empty()
                : diagnoses(request).ofNothing(candidate.replica(), asked);
        if (reason.isPresent()) {
            Problem problem = reason.get();
            boolean isOtherFormat =
                    !asked.option().isEmpty() && !candidate.history().isEmpty();
            return explained(
                    request,
                    isOtherFormat
                            ? problem.withDetail("without " + asked.option() + " the newest state is restored")
                            : problem);
        }
        Nearest tried = confirmed(request, candidate, none.nearest());
        return report(request).refused(new Refused(none.problem(), tried), next(tried));
    }

    private int forecast(Request request, Backup backup, RestorePlan plan) throws IOException {
        return switch (parts.restorer(backup).forecast(plan, request.output(), request.options())) {
            case Forecast.Possible possible -> report(request).planned(possible);
            case Forecast.Refused(Problem problem, Nearest nearest) -> finish(request, new Refused(problem, nearest));
        };
    }

    private Diagnoses diagnoses(Request request) {
        return new Diagnoses(around, request.subject(), again.typed());
    }

    /// The next step of a diagnosis is its own.
    private int explained(Request request, Problem problem) {
        Optional<String> next = Optional.of(problem.next()).filter(text -> !text.isEmpty());
        return report(request).refused(new Refused(problem, Nearest.NONE), next);
    }

    // What is offered has been tried, also where the refusal itself needed no reading.
    private Nearest confirmed(Request request, Candidate candidate, Nearest suggested) throws IOException {
        if (suggested.equals(Nearest.NONE) || request.dryRun()) {
            return suggested;
        }
        return parts.restorer(candidate.backup())
                .confirm(candidate.history(), suggested, request.output(), request.options());
    }

    private RestoreOutcome execute(Request request, Backup backup, RestorePlan plan) throws IOException {
        try {
            return parts.restorer(backup, owner(request)).restore(plan, request.output(), request.options(), progress);
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
