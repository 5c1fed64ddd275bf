package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.EarlierRestore;
import dev.lifeboat.app.output.ProgressLine;
import dev.lifeboat.app.output.Recovered;
import dev.lifeboat.app.output.Recovered.Outcome;
import dev.lifeboat.app.output.RestoreReport;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Plans or restores one database of a recovery, as `restore` does. Whatever goes wrong is its outcome, so that the
/// next one is not kept waiting.
///
/// What stands in its place already is not restored once more.
record RecoverOne(
        Around around, Console console, RecoverFlow.Request request, RecoveryRecord written, RecoverInPlace inPlace) {
    Outcome plan(Recovered database) {
        return unlessInPlace(database, backup -> switch (looked(backup, true).outcome()) {
            case PlanOutcome.Planned(RestorePlan plan) -> new Outcome.Planned(plan);
            case PlanOutcome.NoPath(Problem problem, Nearest nearest) -> new Outcome.Refused(problem, nearest);
        });
    }

    Outcome restore(Recovered database) {
        return unlessInPlace(database, backup -> restore(database, backup));
    }

    private Outcome unlessInPlace(Recovered database, Work work) {
        return told(database, inPlace.isTaken(database) ? inPlace.judge(database) : attempted(database, work));
    }

    /// Where not even the newest state can be had, that is the reason, and not the moment that was asked for.
    private Lookup looked(Backup backup, boolean withEnds) throws IOException {
        Lookup found = Lookup.of(backup, target(), withEnds);
        if (request.at().isPresent() && isNothing(found.outcome())) {
            PlanOutcome newest = RestorePlanner.plan(found.history(), RestoreTarget.latest());
            return isNothing(newest) ? new Lookup(found.history(), newest) : found;
        }
        return found;
    }

    private static boolean isNothing(PlanOutcome outcome) {
        return outcome instanceof PlanOutcome.NoPath(Problem _, Nearest nearest) && nearest.equals(Nearest.NONE);
    }

    @FunctionalInterface
    private interface Work {
        Outcome on(Backup backup) throws IOException;
    }

    private Outcome attempted(Recovered database, Work work) {
        ReplicaSettings replica = ReplicaSettings.ofUrl(database.url());
        // The listing came from there: whoever does not answer now restarts.
        try (ObjectStore store = around.parts().patientStore(replica)) {
            return work.on(around.parts().backup(store));
        } catch (IOException e) {
            Subject subject = new Subject(database.url(), Optional.empty(), List.of(replica));
            Again again = new Again(words(database), database.url());
            Problem problem = new Diagnoses(around, subject, again).of(replica, Asked.ANYTHING, e);
            return new Outcome.Refused(problem, Nearest.NONE);
        } catch (RuntimeException e) {
            return new Outcome.Refused(Failures.problem(e), Nearest.NONE);
        }
    }

    private RestoreTarget target() {
        return request.at()
                .<RestoreTarget>map(time -> new RestoreTarget.AtTime(time, Optional.empty()))
                .orElseGet(RestoreTarget::latest);
    }

    private Outcome restore(Recovered database, Backup backup) throws IOException {
        Lookup found = looked(backup, false);
        return switch (found.outcome()) {
            case PlanOutcome.Planned(RestorePlan plan) -> executed(database, backup, plan);
            case PlanOutcome.NoPath(Problem problem, Nearest nearest) ->
                new Outcome.Refused(
                        problem,
                        nearest.equals(Nearest.NONE)
                                ? nearest
                                : around.parts()
                                        .restorer(backup)
                                        .confirm(
                                                found.history(),
                                                nearest,
                                                database.output(),
                                                RestoreOptions.standard()));
        };
    }

    private Outcome executed(Recovered database, Backup backup, RestorePlan plan) throws IOException {
        ProgressLine progress = new ProgressLine(
                console.err(),
                console.errIsTerminal(),
                "restore " + database.name(),
                around.parts().surroundings().clock());
        try {
            RestoreOutcome outcome = around.parts()
                    .restorer(backup)
                    .restore(
                            plan,
                            database.output(),
                            RestoreOptions.standard(),
                            progress,
                            restored -> note(database, restored));
            return switch (outcome) {
                case RestoreOutcome.Restored restored -> new Outcome.Restored(restored);
                case RestoreOutcome.Refused(Problem problem, Nearest nearest) -> new Outcome.Refused(problem, nearest);
            };
        } finally {
            progress.end();
        }
    }

    private void note(Recovered database, RestoreOutcome.Restored restored) throws IOException {
        written.add(new EarlierRestore(
                database.name(),
                database.url(),
                request.at(),
                restored.point(),
                restored.bytes(),
                restored.sha256(),
                restored.checks()));
    }

    /// Says at once what became of it: the next one may take long.
    private Outcome told(Recovered database, Outcome outcome) {
        switch (outcome) {
            case Outcome.Listed _, Outcome.Planned _ -> {}
            case Outcome.Restored(RestoreOutcome.Restored restored) -> {
                restored.remarks().forEach(remark -> console.note(database.name() + ": " + remark));
                console.note("restored " + database.output());
            }
            case Outcome.InPlace _ -> console.note("restored before, and unchanged since: " + database.output());
            case Outcome.Refused(Problem problem, Nearest nearest) -> {
                console.note(database.name() + ":");
                Optional<String> next = Optional.of(problem.next())
                        .filter(text -> !text.isEmpty())
                        .or(() -> nearest.before().or(nearest::after).map(point -> command(database, point)));
                new RestoreReport(console, false, target(), database.output())
                        .refused(new RestoreOutcome.Refused(problem, nearest), next);
            }
        }
        return outcome;
    }

    private static String command(Recovered database, RestorePoint point) {
        return Again.command(
                List.of("restore", "-o", database.output().toString(), "--point", point.id(), database.url()));
    }

    private static List<String> words(Recovered database) {
        return List.of("restore", "-o", database.output().toString(), database.url());
    }
}
