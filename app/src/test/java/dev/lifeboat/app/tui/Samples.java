package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import dev.lifeboat.app.tui.DatabaseView.Detail;
import dev.lifeboat.app.tui.DatabaseView.Proof;
import dev.lifeboat.app.tui.DatabaseView.State;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunView.Bar;
import dev.lifeboat.runbooks.RunView.Evidence;
import dev.lifeboat.runbooks.RunView.LineState;
import dev.lifeboat.runbooks.RunView.UndoLine;
import dev.lifeboat.runbooks.RunbookInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The worlds of the drawings in tui.md 6: four databases, the runbooks, run 7Q2M of `corruption`.
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-20T14:32:07Z");
    static final Surroundings WHERE = new Surroundings("PRODUCTION", true, "db-01");
    static final TerminalSize SMALL = new TerminalSize(80, 24);
    static final RunId RUN = new RunId("7Q2M");
    static final Path LEGACY = Path.of("/srv/legacy/data/legacy.sqlite");
    static final Actor ACTOR = new Actor("anna", "/dev/pts/3", "");
    static final List<String> TITLES = List.of(
            "Look at damage",
            "Stop writers",
            "Save live files",
            "Restore",
            "Prove the copy",
            "Put in place",
            "Start again",
            "Health check");

    private Samples() {}

    static Instant at(String time) {
        return Instant.parse("2026-11-20T" + time + "Z");
    }

    static Model fresh() {
        return Model.start(WHERE, SMALL, NOW);
    }

    static Model dashboard() {
        return Loads.loaded(Update.begin(fresh()).model(), 1, seen(List.of())).model();
    }

    static Msg.Answer.Seen seen(List<RunView> runs) {
        return new Msg.Answer.Seen(overview(), runs, NOW);
    }

    static Databases.Overview overview() {
        return new Databases.Overview(
                List.of(app(), billing(), search(), legacy()),
                List.of(
                        new Attention(
                                Attention.Severity.BAD,
                                "legacy",
                                "quick_check failed at 13:58:20",
                                new Attention.Action.OpenRunbook("corruption")),
                        new Attention(
                                Attention.Severity.ASKS,
                                "billing",
                                "no upload for 4m12s, limit 60s",
                                new Attention.Action.Look("see log"))));
    }

    private static DatabaseView app() {
        return new DatabaseView(
                "app",
                "/srv/app/data/app.sqlite",
                State.OK,
                OptionalLong.of(400),
                Optional.of(at("14:32:06")),
                Optional.of(at("13:00:00")),
                OptionalLong.of(1_288_490_188L),
                Optional.of(new Proof(at("12:30:00"), true)),
                List.of(
                        new Detail("file", "/srv/app/data/app.sqlite   wal 14 MiB   page 4096   journal wal"),
                        new Detail("replica", "s3://backups/app   format 0.3   reachable 38 ms")));
    }

    private static DatabaseView billing() {
        return new DatabaseView(
                "billing",
                "/srv/billing/billing.sqlite",
                State.LAGGING,
                OptionalLong.of(252_000),
                Optional.of(at("14:27:54")),
                Optional.of(at("12:00:00")),
                OptionalLong.of(310L << 20),
                Optional.of(new Proof(at("08:30:00"), true)),
                List.of());
    }

    private static DatabaseView search() {
        return new DatabaseView(
                "search",
                "/srv/search/search.sqlite",
                State.OK,
                OptionalLong.of(1_100),
                Optional.of(at("14:32:05")),
                Optional.of(at("13:00:00")),
                OptionalLong.of((long) (5.8 * (1 << 30))),
                Optional.of(new Proof(Instant.parse("2026-11-19T12:30:00Z"), true)),
                List.of());
    }

    private static DatabaseView legacy() {
        return new DatabaseView(
                "legacy",
                LEGACY.toString(),
                State.DAMAGED,
                OptionalLong.empty(),
                Optional.of(at("13:58:20")),
                Optional.of(at("11:00:00")),
                OptionalLong.of(88L << 20),
                Optional.of(new Proof(at("13:58:20"), false)),
                List.of(
                        new Detail("file", LEGACY + "   wal 2.1 MiB   page 4096   journal wal"),
                        new Detail("replica", "s3://backups/legacy   format 0.3   reachable 41 ms"),
                        new Detail("window", "2026-10-21 09:00 .. 13:58:20   30 days"),
                        new Detail("check", "row 311 missing from index idx_orders_day")));
    }

    static Points.PointList points(int count) {
        List<Points.Point> points = new ArrayList<>();
        GenerationId generation = new GenerationId("51ab0c77d04e9f07");
        for (int i = 0; i < count; i++) {
            boolean snapshot = i == count - 1;
            points.add(new Points.Point(
                    new Position(generation, 3, snapshot ? 0 : 4152L * (count - i)),
                    at("13:57:58").minusSeconds(i * 7L),
                    snapshot ? Points.Point.Kind.SNAPSHOT : Points.Point.Kind.CHANGES,
                    snapshot ? 88L << 20 : 4200 + i));
        }
        return new Points.PointList("s3://backups/legacy", "0.3", points);
    }

    static List<RunbookInfo> runbooks() {
        return List.of(
                info("corruption", 1, "The database is damaged", "errors on read, check fails"),
                info("migration", 2, "A migration went wrong", "right file, wrong contents"),
                info("lost", 3, "The server is lost", "new host, nothing local"),
                info("deleted", 4, "Data was deleted", "bring back chosen rows"),
                info("look", 5, "Only look at a past state", ""));
    }

    private static RunbookInfo info(String id, int number, String title, String when) {
        return new RunbookInfo(id, number, title, when, TITLES, "built in", "00");
    }

    static DatabaseSpec spec(String name) {
        return DatabaseSpec.of(name, LEGACY, List.of("s3://backups/legacy"));
    }

    static RunPlan plan() {
        String[] summaries = {
            "reads only",
            "legacy-web, fence",
            "91 MiB, same disk",
            "88 MiB beside the file",
            "checks, 14 counts",
            "changes the live database",
            "legacy-web, replication",
            "http 200 on :8080/up"
        };
        List<RunPlan.Line> lines = new ArrayList<>();
        for (int i = 0; i < TITLES.size(); i++) {
            lines.add(new RunPlan.Line(
                    i + 1,
                    TITLES.get(i),
                    summaries[i],
                    i == 5,
                    i == 0,
                    Duration.ofSeconds(50),
                    List.of(),
                    operations(i + 1)));
        }
        return new RunPlan(
                RUN,
                new RunRequest("corruption", spec("legacy"), new PointChoice.Newest(), Consent.none(), ACTOR),
                runbooks().getFirst(),
                lines,
                List.of(
                        new RunPlan.Need("docker", true, "ok"),
                        new RunPlan.Need("space", true, "180 MiB of 22 GiB"),
                        new RunPlan.Need("replica", true, "ok, 41 ms")),
                List.of(new Fact("point", "[13:57:58Z]  last before the fault"), new Fact("lost", "counted in step 5")),
                2,
                7,
                Duration.ofMinutes(7),
                Duration.ofMinutes(6));
    }

    private static List<String> operations(int line) {
        return switch (line) {
            case 2 -> List.of("docker update --restart=no legacy-web", "docker stop --time 30 legacy-web");
            case 3 -> List.of("copy legacy.sqlite, -wal and -shm to .lifeboat-7Q2M/saved/, fsync");
            case 6 ->
                List.of(
                        "keep legacy.sqlite, -wal and -shm in .lifeboat-7Q2M/live/, a guard in their place",
                        "rename the copy over the guard",
                        "owner and mode as before, fsync directory");
            case 7 -> List.of("docker start legacy-web");
            default -> List.of();
        };
    }

    /// Run 7Q2M while line `current` is at work, or asks for its answer.
    static RunView run(int current, RunState state, Optional<Question> question) {
        int[] taken = {9, 12, 31, 169, 38, 0, 5, 10};
        int[] expected = {9, 12, 31, 252, 40, 0, 5, 10};
        Instant start = at("14:28:26");
        List<RunView.Line> lines = new ArrayList<>();
        Instant time = start;
        for (int i = 0; i < TITLES.size(); i++) {
            boolean done = i + 1 < current;
            boolean now = i + 1 == current;
            LineState lineState = done
                    ? LineState.DONE
                    : !now
                            ? LineState.WAITING
                            : question.isPresent()
                                    ? LineState.ASKING
                                    : state == RunState.FAILED ? LineState.FAILED : LineState.WORKING;
            Instant end = time.plusSeconds(i == 3 && !now ? 252 : taken[i]);
            lines.add(new RunView.Line(
                    i + 1,
                    TITLES.get(i),
                    "",
                    lineState,
                    i == 5,
                    Duration.ofSeconds(expected[i]),
                    done || now ? Optional.of(time) : Optional.empty(),
                    done ? Optional.of(end) : Optional.empty()));
            time = done ? end : time;
        }
        return new RunView(
                RUN,
                "corruption",
                "legacy",
                LEGACY,
                "PRODUCTION",
                state,
                state == RunState.DONE ? "done" : question.isPresent() ? "waits for you" : "at work",
                start,
                state.isEnded() ? Optional.of(at("14:34:46")) : Optional.empty(),
                Optional.of(at("14:28:52")),
                Optional.empty(),
                current,
                lines,
                work(current),
                evidence(),
                question,
                question.isPresent() ? "live files untouched" : "live files untouched, saved set proven",
                List.of(
                        new UndoLine(2, "start legacy-web"),
                        new UndoLine(3, "nothing to undo"),
                        new UndoLine(4, "delete the .part file")),
                "live data is first touched in step 6",
                1,
                Path.of("/var/lib/lifeboat/runs/7Q2M"));
    }

    static RunView withUndo(RunView run, List<UndoLine> undo) {
        return new RunView(
                run.run(),
                run.runbook(),
                run.database(),
                run.path(),
                run.environment(),
                run.state(),
                run.stateText(),
                run.startedAt(),
                run.endedAt(),
                run.downSince(),
                run.upSince(),
                run.current(),
                run.lines(),
                run.work(),
                run.evidence(),
                run.question(),
                run.safeNow(),
                undo,
                run.firstTouch(),
                run.watching(),
                run.directory());
    }

    private static RunView.Work work(int current) {
        return current != 4
                ? new RunView.Work(
                        current,
                        TITLES.get(Math.min(7, Math.max(0, current - 1))),
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty(),
                        List.of())
                : new RunView.Work(
                        4,
                        "Restore",
                        List.of(
                                new Fact("from", "s3://backups/legacy  0.3  51ab..07"),
                                new Fact("point", "13:57:58Z, 22 s before the first fault"),
                                new Fact("into", "legacy.sqlite.7Q2M.part")),
                        List.of(
                                new Bar("snapshot", 88L << 20, 88L << 20, Unit.BYTES),
                                new Bar("changes", 41, 72, Unit.OBJECTS),
                                new Bar("apply", 0, 0, Unit.PAGES)),
                        41,
                        Optional.of(Duration.ofSeconds(19)),
                        List.of(
                                "create /srv/legacy/data/legacy.sqlite.7Q2M.part, mode 0600",
                                "read 0000/snapshots/00000003.snapshot.lz4, write 22528 pages",
                                "read 0000/wal/00000003_000a1f2c.wal.lz4, write 31 pages"));
    }

    private static List<Evidence> evidence() {
        Evidence.Kind fact = Evidence.Kind.FACT;
        return List.of(
                new Evidence(
                        at("14:28:31"),
                        1,
                        Evidence.Kind.PROBLEM,
                        "quick_check: row 311 missing from index idx_orders_day"),
                new Evidence(at("14:28:40"), 1, fact, "sha256 legacy.sqlite 1fe0..9c"),
                new Evidence(at("14:28:52"), 2, fact, "legacy-web stopped, no writer left"),
                new Evidence(at("14:29:23"), 3, fact, "saved 3 files, 91 MiB, sha256 ok"),
                new Evidence(at("14:29:24"), 4, fact, "generation 51ab..07 chosen"),
                new Evidence(at("14:32:02"), 4, fact, "change 30 of 72 fetched"),
                new Evidence(at("14:32:06"), 4, fact, "change 41 of 72 fetched"));
    }

    static Question place() {
        return new Question(
                3,
                Question.Kind.PLACE,
                3,
                "This step changes the live database.",
                List.of(
                        new Fact("before", "legacy.sqlite  88 MiB  DAMAGED"),
                        new Fact("", "orders 51 241 rows, 8 unreadable"),
                        new Fact("after", "copy of 13:57:58Z  88 MiB  proven"),
                        new Fact("", "orders 51 228 rows"),
                        new Fact("lost", "writes 13:57:58..14:28:52, 30m54s"),
                        new Fact("", "kept in the saved set"),
                        new Fact("1", "keep legacy.sqlite, -wal and -shm in"),
                        new Fact("", ".lifeboat-7Q2M/live/, a guard in their place"),
                        new Fact("2", "rename the copy over the guard"),
                        new Fact("3", "owner app:app, mode 0640, fsync directory"),
                        new Fact("down", "since 14:28:52, up about 14:35"),
                        new Fact("undo", "one step, swaps the two sets back")),
                Optional.of("legacy"),
                List.of(
                        new Question.Choice("stay", "Stay here", true),
                        new Question.Choice("place", "Put in place", false)),
                at("14:34:00"));
    }

    static Question failed() {
        return new Question(
                4,
                Question.Kind.FAILED,
                2,
                "A step failed.",
                List.of(new Fact("what", "the replica did not answer"), new Fact("safe", "live files untouched")),
                Optional.empty(),
                List.of(
                        new Question.Choice("retry", "Try again", true),
                        new Question.Choice("skip", "Leave this step out", false),
                        new Question.Choice("undo", "Take everything back", false),
                        new Question.Choice("abort", "End the run here", false)),
                NOW);
    }

    /// The player as it is a second after `view` came.
    static Model player(RunView view) {
        Model model = Update.openRun(dashboard(), view.run()).model();
        return PlayerScreen.changed(model, view.run(), view).withNow(model.now().plusSeconds(1));
    }

    /// The model after these keys, each pressed half a second after the one before.
    static Model press(Model model, String... keys) {
        Model now = model;
        for (String key : keys) {
            now = Update.update(now.withNow(now.now().plusMillis(500)), new Msg.Key(Keys.named(key)))
                    .model();
        }
        return now;
    }
}
