package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.tui.DatabaseView;
import dev.lifeboat.app.tui.DatabaseView.Detail;
import dev.lifeboat.app.tui.DatabaseView.State;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of one database at one moment, and what the dashboard makes of it.
record DatabaseFacts(
        DatabaseSettings settings,
        Instant now,
        Optional<RunView> run,
        Optional<RunView> lastGoodRun,
        Optional<ReplicatorStatus> replicator,
        Optional<ReplicaLook> replica,
        Optional<SoundnessLook.Seen> sound) {
    /// The label of the line that says why the state is what it is.
    static final String REASON = "why";

    private record Judgement(State state, String reason) {}

    DatabaseView view() {
        Judgement judgement = judge();
        Optional<RestorePoint> newest = replica.flatMap(ReplicaLook::newest);
        return new DatabaseView(
                settings.name(),
                settings.path().toString(),
                judgement.state(),
                lag().map(span -> OptionalLong.of(Math.max(0, span.toMillis()))).orElse(OptionalLong.empty()),
                newest.map(RestorePoint::time),
                replica.flatMap(ReplicaLook::newestSnapshot),
                size(settings.path()),
                lastGoodRun.flatMap(RunView::endedAt).map(at -> new DatabaseView.Proof(at, true)),
                details(judgement));
    }

    private Judgement judge() {
        if (run.isPresent()) {
            return new Judgement(
                    State.BUSY, "run " + run.get().run() + ": " + run.get().stateText());
        }
        return stalled()
                .or(this::soundness)
                .or(this::stopped)
                .or(this::replication)
                .orElseGet(this::fine);
    }

    /// A disk hangs (D2): then the file was not looked at either, because that look might hang too.
    private Optional<Judgement> stalled() {
        return replicator.filter(DatabaseFacts::isStalled).map(status -> new Judgement(State.STOPPED, status.reason()));
    }

    static boolean isStalled(ReplicatorStatus status) {
        return status.state() == ReplicatorStatus.State.STALLED;
    }

    private Optional<Judgement> soundness() {
        if (sound.isEmpty()) {
            return Optional.of(new Judgement(State.UNREADABLE, "cannot be looked at"));
        }
        LiveSight sight = sound.get().sight();
        String what = sight.findings().stream()
                .filter(finding -> finding.weight() == Verdict.RED)
                .map(DatabaseFacts::inOneLine)
                .findFirst()
                .orElse("");
        return switch (sight.state()) {
            case READABLE ->
                sight.verdict() == Verdict.RED ? Optional.of(new Judgement(State.DAMAGED, what)) : Optional.empty();
            case MISSING -> Optional.of(new Judgement(State.UNREADABLE, "the file is not there"));
            case MISSING_WITH_WAL ->
                Optional.of(
                        new Judgement(State.DAMAGED, "the file is gone and its -wal is left: open it with nothing"));
            case EMPTY -> Optional.of(new Judgement(State.DAMAGED, "the file is empty"));
            case NOT_A_DATABASE ->
                Optional.of(new Judgement(State.DAMAGED, what.isEmpty() ? "not a SQLite database" : what));
            case CANNOT_OPEN ->
                Optional.of(new Judgement(State.UNREADABLE, what.isEmpty() ? "cannot be opened" : what));
        };
    }

    /// SQLite answers a check with a heading and up to a hundred lines; the first one says what kind of
    /// damage it is.
    private static String inOneLine(Finding finding) {
        List<String> lines = finding.text()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("***"))
                .toList();
        String first = lines.isEmpty() ? finding.text() : lines.getFirst();
        return finding.check() + ": " + first + (lines.size() > 1 ? ", and " + (lines.size() - 1) + " more" : "");
    }

    /// The replicator runs and nothing is copied (DB-1, OB-2): what its figures say is old, and a lag of zero no
    /// comfort.
    private Optional<Judgement> stopped() {
        return replicator.flatMap(DatabaseFacts::stopped);
    }

    private static Optional<Judgement> stopped(ReplicatorStatus status) {
        return switch (status.state()) {
            case STARTING, STALLED -> Optional.empty();
            case WAITING -> Optional.of(new Judgement(State.STOPPED, "waiting: " + status.reason()));
            case INCIDENT -> Optional.of(new Judgement(State.STOPPED, status.reason()));
            case RELEASED ->
                Optional.of(new Judgement(State.STOPPED, status.reason() + ": changes are not copied before `resume`"));
            case STOPPED -> Optional.of(new Judgement(State.STOPPED, "the replicator is ending"));
            case REPLICATING ->
                status.replicas().stream()
                        .filter(ReplicaStatus::isStopped)
                        .findFirst()
                        .map(each -> new Judgement(
                                State.STOPPED, "replica " + each.name() + " is stopped: " + each.error()));
        };
    }

    private Optional<Judgement> replication() {
        if (replica.isEmpty()) {
            return Optional.of(new Judgement(State.NO_REPLICA, "no replica is configured"));
        }
        if (replica.get().history().isEmpty()) {
            return Optional.of(new Judgement(State.NO_REPLICA, replica.get().problem()));
        }
        if (replica.get().holdsNothing()) {
            String because = replica.get().problem();
            return Optional.of(new Judgement(
                    State.NO_REPLICA,
                    because.isEmpty()
                            ? "nothing was copied yet to " + replica.get().url()
                            : because));
        }
        Optional<Judgement> gap =
                replica.get().gap().map(broken -> new Judgement(State.GAP, broken.key() + ": " + broken.reason()));
        return gap.or(() -> lag().filter(span -> span.compareTo(LiveDatabases.LAG_LIMIT) > 0)
                .map(span -> new Judgement(
                        State.LAGGING,
                        "no upload for " + Amounts.span(span) + ", limit " + LiveDatabases.LAG_LIMIT.toSeconds() + "s"
                                + because())));
    }

    private String because() {
        if (replicator.isEmpty()) {
            return ", replicate does not run";
        }
        String error = replicator.get().replicas().stream()
                .map(ReplicaStatus::error)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(replicator.get().reason());
        return error.isEmpty() ? "" : ": " + error;
    }

    private Judgement fine() {
        return new Judgement(
                State.OK,
                replicator
                        .map(ReplicatorStatus::reason)
                        .orElse("replicate does not run: changes from now on are not copied"));
    }

    /// Age of the oldest change that no replica has; where no replicator can be asked, as far as file times
    /// tell.
    private Optional<Duration> lag() {
        if (replicator.isPresent()) {
            return replicator.get().replicas().stream()
                    .flatMap(each -> each.pendingSince().stream())
                    .min(Comparator.naturalOrder())
                    .map(since -> Duration.between(since, now))
                    .or(() -> Optional.of(Duration.ZERO));
        }
        Optional<Instant> changed = changed();
        Optional<Instant> uploaded = replica.flatMap(ReplicaLook::newest).map(RestorePoint::time);
        if (changed.isEmpty() || uploaded.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                changed.get().isAfter(uploaded.get()) ? Duration.between(uploaded.get(), now) : Duration.ZERO);
    }

    private List<Detail> details(Judgement judgement) {
        List<Detail> details = new ArrayList<>();
        if (!judgement.reason().isEmpty()) {
            details.add(new Detail(REASON, judgement.reason()));
        }
        replicator
                .map(ReplicatorStatus::notices)
                .orElse(List.of())
                .forEach(notice -> details.add(new Detail(Parts.NOTICE, notice)));
        details.add(new Detail("file", settings.path() + file()));
        replica.ifPresent(look -> details.add(new Detail("replica", look.url() + remark(look))));
        replica.flatMap(this::window).ifPresent(details::add);
        replicator.ifPresent(status -> details.add(new Detail(
                "replicate",
                "pid " + status.pid() + "   " + status.state().name().toLowerCase(java.util.Locale.ROOT) + "   wal "
                        + Amounts.bytes(status.walBytes()))));
        if (!settings.services().isEmpty()) {
            details.add(new Detail(
                    "services",
                    String.join(
                            "   ",
                            settings.services().stream()
                                    .map(DatabaseFacts::service)
                                    .toList())));
        }
        return details;
    }

    private static String remark(ReplicaLook look) {
        if (!look.problem().isEmpty()) {
            return "   " + look.problem();
        }
        List<String> formats = look.formats();
        return formats.isEmpty() ? "" : "   format " + String.join(" and ", formats);
    }

    private String file() {
        Path wal = settings.path().resolveSibling(settings.path().getFileName() + "-wal");
        OptionalLong bytes = size(wal);
        String log = bytes.isPresent() ? "   wal " + Amounts.bytes(bytes.getAsLong()) : "";
        return log
                + sound.map(SoundnessLook.Seen::sight)
                        .filter(sight -> sight.pageSizeBytes() > 0)
                        .map(sight -> "   page " + sight.pageSizeBytes() + "   journal " + sight.journalMode())
                        .orElse("");
    }

    private Optional<Detail> window(ReplicaLook look) {
        return look.oldest()
                .flatMap(first -> look.newest().map(last -> {
                    int points = look.history()
                            .map(history -> history.points().size())
                            .orElse(0);
                    return new Detail(
                            "window",
                            Amounts.second(first.time()) + " .. " + Amounts.second(last.time()) + "   "
                                    + Amounts.count(points, "point")
                                    + (look.gap().isPresent() ? "   a gap" : ""));
                }));
    }

    private static String service(ServiceSpec service) {
        return switch (service) {
            case ServiceSpec.Docker docker -> docker.value();
            case ServiceSpec.Command command -> command.name();
        };
    }

    private Optional<Instant> changed() {
        Path wal = settings.path().resolveSibling(settings.path().getFileName() + "-wal");
        return java.util.stream.Stream.of(settings.path(), wal)
                .flatMap(file -> modified(file).stream())
                .max(Comparator.naturalOrder());
    }

    // Stats only: the file is watched (LK-1).
    private static Optional<Instant> modified(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong size(Path file) {
        try {
            return Files.exists(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
