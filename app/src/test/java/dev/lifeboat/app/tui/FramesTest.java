package dev.lifeboat.app.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.googlecode.lanterna.TerminalSize;
import dev.lifeboat.app.tui.paint.Glyphs;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each screen as it is painted. `-Dframes=write` writes the fixtures anew; a reviewer reads the difference.
class FramesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/frames");
    private static final TerminalSize LARGE = new TerminalSize(120, 40);

    record Case(String name, Model model, Glyphs glyphs) {
        Case(String name, Model model) {
            this(name, model, Glyphs.UNICODE);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> frames() {
        Model dashboard = Samples.dashboard();
        return List.of(
                new Case("dashboard/four-databases-80x24", dashboard),
                new Case("dashboard/four-databases-ascii-80x24", dashboard, Glyphs.ASCII),
                new Case("dashboard/four-databases-120x40", dashboard.withSize(LARGE)),
                new Case("dashboard/second-database-80x24", Samples.press(dashboard, "Tab", "j")),
                new Case("dashboard/loading-80x24", loading()),
                new Case("dashboard/failed-80x24", failed()),
                new Case("dashboard/empty-80x24", empty()),
                new Case("dashboard/help-80x24", Samples.press(dashboard, "?")),
                new Case("dashboard/ctrl-c-80x24", Samples.press(dashboard, "Ctrl+c")),
                new Case("points/many-80x24", Samples.press(points(), "j", "j")),
                new Case("runbooks/plan-80x24", runbooks()),
                new Case("runbooks/plan-ascii-80x24", runbooks(), Glyphs.ASCII),
                new Case("runbooks/plan-120x40", runbooks().withSize(LARGE)),
                new Case("runbooks/start-dialog-80x24", Samples.press(runbooks(), "Enter")),
                new Case("player/restore-80x24", player(4)),
                new Case("player/restore-ascii-80x24", player(4), Glyphs.ASCII),
                new Case("player/restore-120x40", player(4).withSize(LARGE)),
                new Case("player/wide-80x24", Samples.press(player(4), "z")),
                new Case("player/done-80x24", Samples.player(Samples.run(9, RunState.DONE, Optional.empty()))),
                new Case(
                        "player/failed-80x24",
                        Samples.player(Samples.run(4, RunState.FAILED, Optional.of(Samples.failed())))),
                new Case("player/abort-dialog-80x24", Samples.press(player(4), "x")),
                new Case("confirmation/half-typed-80x24", Samples.press(confirmation(), "l", "e", "g", "a")),
                new Case(
                        "confirmation/half-typed-ascii-80x24",
                        Samples.press(confirmation(), "l", "e", "g", "a"),
                        Glyphs.ASCII),
                new Case(
                        "confirmation/matches-80x24",
                        Samples.press(confirmation(), "l", "e", "g", "a", "c", "y", "Down", "Right")),
                new Case("confirmation/lost-80x24", Samples.press(confirmation(), "l", "e", "F2")),
                new Case("confirmation/files-80x24", Samples.press(confirmation(), "l", "e", "F3")),
                new Case("confirmation/too-long-80x24", tooLong()),
                new Case("runbooks/dry-run-80x24", dryRun()),
                new Case("player/undo-scrolls-80x24", Samples.press(longUndo(), "u", "PgDn")),
                new Case("runs/one-80x24", runs()),
                new Case("too-small/60x9", player(4).withSize(new TerminalSize(60, 9))));
    }

    private static Model loading() {
        Model asked = Update.begin(Samples.fresh()).model();
        return asked.withNow(asked.now().plusSeconds(4));
    }

    private static Model failed() {
        Problem problem = Problem.of(
                        ProblemCode.CONFIGURATION, "lifeboat.yml:3:5: unknown key \"dbz\", did you mean dbs")
                .withNext("lifeboat databases -config lifeboat.yml");
        return Loads.failed(Update.begin(Samples.fresh()).model(), 1, problem).model();
    }

    private static Model empty() {
        Msg.Answer.Seen nothing =
                new Msg.Answer.Seen(new Databases.Overview(List.of(), List.of()), List.of(), Samples.NOW);
        return Loads.loaded(Update.begin(Samples.fresh()).model(), 1, nothing).model();
    }

    static Model points() {
        Model asked = Samples.press(Samples.dashboard(), "t");
        return Loads.loaded(asked, asked.requests(), new Msg.Answer.PointsListed(Samples.points(40)))
                .model();
    }

    static Model runbooks() {
        Model asked = Samples.press(Samples.dashboard(), "Enter");
        Model listed = Loads.loaded(asked, asked.requests(), new Msg.Answer.RunbooksListed(Samples.runbooks()))
                .model();
        return Loads.loaded(listed, listed.requests(), new Msg.Answer.Planned(Samples.plan()))
                .model();
    }

    static Model player(int current) {
        return Samples.player(Samples.run(current, RunState.WORKING, Optional.empty()));
    }

    static Model confirmation() {
        Model model = Samples.dashboard().withNow(Samples.at("14:34:12"));
        Model open = Update.openRun(model, Samples.RUN).model();
        return PlayerScreen.changed(open, Samples.RUN, Samples.run(6, RunState.ASKING, Optional.of(Samples.place())));
    }

    private static Model dryRun() {
        Model asked = Samples.press(runbooks(), "D");
        return Loads.loaded(asked, asked.requests(), new Msg.Answer.Rehearsed(Samples.plan()))
                .model();
    }

    /// More lines than the pane has, one of them with a time to the nanosecond and one with a line break.
    private static Model tooLong() {
        Question place = Samples.place();
        List<Fact> facts = new ArrayList<>(place.lines());
        facts.add(6, new Fact("", "1 more write at 2026-11-20T14:28:51.902123456Z"));
        facts.add(7, new Fact("", "rows of legacy_orders_of_the_day that nobody else has, all of them"));
        facts.add(8, new Fact("", "orders 13 fewer\ncustomers 2 fewer"));
        Question question = new Question(
                3, place.kind(), 3, place.title(), facts, place.nameToType(), place.choices(), place.askedAt());
        Model open = Update.openRun(Samples.dashboard().withNow(Samples.at("14:34:12")), Samples.RUN)
                .model();
        return PlayerScreen.changed(open, Samples.RUN, Samples.run(6, RunState.ASKING, Optional.of(question)));
    }

    private static Model longUndo() {
        RunView run = Samples.run(9, RunState.DONE, Optional.empty());
        List<RunView.UndoLine> undo = IntStream.range(0, 30)
                .mapToObj(i -> new RunView.UndoLine(6, "put file " + i + " back"))
                .toList();
        return Samples.player(Samples.withUndo(run, undo));
    }

    private static Model runs() {
        Model asked = Update.begin(Samples.fresh()).model();
        return Loads.loaded(
                        asked, 1, Samples.seen(List.of(Samples.run(6, RunState.ASKING, Optional.of(Samples.place())))))
                .model();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void looksAsDrawn(Case frame) throws IOException {
        String actual = Frame.of(frame.name(), frame.model(), frame.glyphs()).file();
        Path fixture = FIXTURES.resolve(frame.name() + ".frame");
        if ("write".equals(System.getProperty("frames"))) {
            Files.createDirectories(fixture.getParent());
            Files.writeString(fixture, actual);
        }
        String expected = Files.exists(fixture) ? Files.readString(fixture) : "";
        if (!actual.equals(expected)) {
            Path beside = Path.of("target/frames", frame.name() + ".actual");
            Files.createDirectories(beside.getParent());
            Files.writeString(beside, actual);
            fail(difference(expected, actual) + "\nwritten to " + beside + "; -Dframes=write takes it over");
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static String difference(String expected, String actual) {
        StringBuilder text = new StringBuilder("\n         0         1         2         3         4         5");
        List<String> before = expected.lines().toList();
        List<String> after = actual.lines().toList();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String was = i < before.size() ? before.get(i) : "";
            String is = i < after.size() ? after.get(i) : "";
            if (!was.equals(is)) {
                text.append("\nrow %3d - %s\n        + %s".formatted(i, was, is));
            }
        }
        return text.toString();
    }
}
