package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.tui.Attention;
import dev.lifeboat.app.tui.DatabaseView;
import dev.lifeboat.app.tui.Databases;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The databases of the configuration as they are now: file, replicator, replica and runs, each asked once a
/// look.
///
/// A database that a run holds is not opened at all: we would be among those whom the run waits to see gone
/// (RB-5).
public final class LiveDatabases implements Databases {
    /// Beyond this age of an unprotected change a database counts as lagging.
    static final Duration LAG_LIMIT = Duration.ofSeconds(60);

    private final Parts parts;
    private final List<DatabaseSettings> databases;
    private final Runs runs;
    private final SoundnessLook soundness;
    private final ReplicaReasons reasons;
    private final Clock clock;

    LiveDatabases(Parts parts, List<DatabaseSettings> databases, Runs runs, SoundnessLook soundness, Clock clock) {
        this.parts = parts;
        this.databases = List.copyOf(databases);
        this.runs = runs;
        this.soundness = soundness;
        this.reasons = new ReplicaReasons(replica -> parts.diagnostician(replica.keys()), clock);
        this.clock = clock;
    }

    @Override
    public Overview look() {
        List<RunView> known = runs.list();
        List<DatabaseView> views =
                databases.stream().map(database -> look(database, known)).toList();
        return new Overview(views, attention(views, known));
    }

    private DatabaseView look(DatabaseSettings database, List<RunView> known) {
        List<RunView> own =
                known.stream().filter(run -> run.path().equals(database.path())).toList();
        Optional<RunView> holding =
                own.stream().filter(run -> !run.state().isEnded()).findFirst();
        Optional<ReplicatorStatus> replicator = replicator(database);
        DatabaseFacts facts = new DatabaseFacts(
                database,
                clock.instant(),
                holding,
                own.stream().filter(run -> run.state() == RunState.DONE).findFirst(),
                replicator,
                replica(database, replicator),
                holding.isPresent()
                                || replicator.filter(DatabaseFacts::isStalled).isPresent()
                        ? Optional.empty()
                        : sound(database));
        return facts.view();
    }

    private Optional<SoundnessLook.Seen> sound(DatabaseSettings database) {
        try {
            return Optional.of(soundness.look(database.path()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ReplicatorStatus> replicator(DatabaseSettings database) {
        try {
            Optional<ControlClient> client = ControlClient.open(database.path());
            return client.isPresent() ? Optional.of(client.get().status()) : Optional.empty();
        } catch (IOException | ProblemException e) {
            return Optional.empty();
        }
    }

    /// The first replica that answers; the others are copies of it.
    private Optional<ReplicaLook> replica(DatabaseSettings database, Optional<ReplicatorStatus> replicator) {
        List<ReplicaLook> looks = new ArrayList<>();
        for (var replica : database.replicas()) {
            looks.add(away(replica, replicator).orElseGet(() -> replica(replica)));
            if (looks.getLast().history().isPresent()) {
                return Optional.of(looks.getLast());
            }
        }
        return looks.stream().findFirst();
    }

    /// A store that the replicator does not reach is not waited for a second time.
    private static Optional<ReplicaLook> away(ReplicaSettings replica, Optional<ReplicatorStatus> replicator) {
        return replicator.stream()
                .flatMap(status -> status.replicas().stream())
                .filter(each -> each.name().equals(replica.name())
                        && !each.isStopped()
                        && !each.error().isEmpty())
                .map(each -> ReplicaLook.failed(replica.url(), "replicate does not get through: " + each.error()))
                .findFirst();
    }

    private ReplicaLook replica(ReplicaSettings replica) {
        try (ObjectStore store = parts.store(replica)) {
            History history = parts.backup(store).history();
            if (history.isEmpty()) {
                return ReplicaLook.of(history, reasons.ofNothing(replica).orElse(""));
            }
            reasons.forget(replica);
            return ReplicaLook.of(history, "");
        } catch (IOException | UncheckedIOException e) {
            return failed(replica, String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            return failed(replica, e.problem().message());
        }
    }

    private ReplicaLook failed(ReplicaSettings replica, String message) {
        return ReplicaLook.failed(replica.url(), reasons.ofFailure(replica).orElse(message));
    }

    private static List<Attention> attention(List<DatabaseView> views, List<RunView> known) {
        List<Attention> items = new ArrayList<>();
        for (DatabaseView view : views) {
            reason(view).ifPresent(items::add);
        }
        known.stream()
                .filter(run -> !run.state().isEnded())
                .map(LiveDatabases::unfinished)
                .forEach(items::add);
        items.sort(Comparator.comparing(Attention::severity));
        return items;
    }

    private static Optional<Attention> reason(DatabaseView view) {
        String why = view.details().stream()
                .filter(detail -> detail.label().equals(DatabaseFacts.REASON))
                .map(DatabaseView.Detail::text)
                .findFirst()
                .orElse("");
        return switch (view.state()) {
            case DAMAGED ->
                Optional.of(new Attention(
                        Attention.Severity.BAD, view.name(), why, new Attention.Action.OpenRunbook("corruption")));
            case UNREADABLE, STOPPED, GAP, NO_REPLICA -> Optional.of(look(Attention.Severity.BAD, view, why));
            case LAGGING -> Optional.of(look(Attention.Severity.ASKS, view, why));
            case BUSY -> Optional.empty();
            case OK -> why.isEmpty() ? Optional.empty() : Optional.of(look(Attention.Severity.PARTLY, view, why));
        };
    }

    private static Attention look(Attention.Severity severity, DatabaseView view, String why) {
        return new Attention(severity, view.name(), why, new Attention.Action.Look("lifeboat status " + view.name()));
    }

    private static Attention unfinished(RunView run) {
        boolean asks = run.state() == RunState.ASKING;
        return new Attention(
                asks ? Attention.Severity.ASKS : Attention.Severity.PARTLY,
                run.database(),
                run.runbook() + " " + run.run() + " at step " + run.current() + ": " + run.stateText(),
                new Attention.Action.OpenRun(run.run().text()));
    }
}
