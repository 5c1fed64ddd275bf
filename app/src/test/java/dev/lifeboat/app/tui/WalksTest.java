package dev.lifeboat.app.tui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Glyphs;
import dev.lifeboat.app.tui.paint.Sanitizer;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random walks over the keys, at random sizes, with hostile text: nothing throws, every cell is clean, every hint
/// acts, and nothing is changed without its confirmation. A failure prints the seed; `-Dseed=` replays it.
class WalksTest {
    private static final String[] KEYS = {
        "Enter",
        "Esc",
        "Up",
        "Down",
        "Left",
        "Right",
        "Tab",
        "Shift+Tab",
        "PgUp",
        "PgDn",
        "Home",
        "End",
        "Backspace",
        "j",
        "k",
        "g",
        "G",
        "t",
        "r",
        "R",
        "q",
        "x",
        "u",
        "p",
        "z",
        "?",
        "1",
        "2",
        "3",
        "4",
        "l",
        "e",
        "Space",
        "F1",
        "F2",
        "F3",
        "D",
        "i",
        "Ctrl+c",
        "Ctrl+l",
        "Ctrl+z"
    };
    private static final String HOSTILE = "\u001b[2Jev\til\n\u202e\u0007\u009b31m日本\ud83d\ude00e\u0301\ud800";

    @Test
    void noWalkBreaksAnything() {
        long start = Long.getLong("seed", 20261121L);
        int walks = Long.getLong("seed") == null ? 150 : 1;
        for (long seed = start; seed < start + walks; seed++) {
            walk(seed);
        }
    }

    private static void walk(long seed) {
        Random random = new Random(seed);
        Model model = world(random);
        for (int step = 0; step < 60; step++) {
            boolean mayChange = Forms.current(model)
                    .flatMap(Form::pressed)
                    .map(button -> !button.safe() || button.choice().equals("retry"))
                    .orElse(false);
            Msg msg = random.nextInt(6) == 0
                    ? message(random, model)
                    : new Msg.Key(Keys.named(KEYS[random.nextInt(KEYS.length)]));
            boolean named = msg instanceof Msg.Line(String line)
                    && Forms.current(model).flatMap(Form::name).equals(Optional.of(line));
            Next next = Update.update(model.withNow(model.now().plusMillis(400)), msg);
            boolean changed = next.effects().stream().anyMatch(Effect.Deed.class::isInstance);
            assertThat(!changed || mayChange || named)
                    .as("seed %d step %d: %s changed something unasked", seed, step, msg)
                    .isTrue();
            model = next.model();
            paint(seed, model, random);
        }
    }

    private static void paint(long seed, Model model, Random random) {
        Glyphs glyphs = random.nextBoolean() ? Glyphs.UNICODE : Glyphs.ASCII;
        Canvas canvas = new Canvas(model.size().getColumns(), model.size().getRows(), glyphs);
        Screens.view(model, canvas);
        Screens.describe(model);
        for (int row = 0; row < canvas.rows(); row++) {
            for (int column = 0; column < canvas.columns(); column++) {
                assertThat(Sanitizer.isClean(canvas.text(column, row)))
                        .as("seed %d: a cell that could move the cursor", seed)
                        .isTrue();
            }
        }
        for (Hint hint : Update.hints(model)) {
            assertThat(hint.key()).as("seed %d: a hint without its key", seed).isNotEmpty();
        }
    }

    private static Msg message(Random random, Model model) {
        return switch (random.nextInt(6)) {
            case 0 -> new Msg.Resized(new TerminalSize(20 + random.nextInt(230), 5 + random.nextInt(75)));
            case 1 -> new Msg.Paste(HOSTILE.repeat(random.nextInt(50)));
            case 2 -> new Msg.Line(random.nextBoolean() ? "legacy" : HOSTILE);
            case 3 ->
                new Msg.Failed(
                        model.requests(),
                        Problem.of(ProblemCode.FAILED, HOSTILE).withSafe(HOSTILE));
            case 4 -> new Msg.RunChanged(Samples.RUN, run(random));
            default -> new Msg.Tick();
        };
    }

    private static dev.lifeboat.runbooks.RunView run(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Samples.run(6, RunState.ASKING, Optional.of(Samples.place()));
            case 1 -> Samples.run(4, RunState.FAILED, Optional.of(Samples.failed()));
            case 2 -> Samples.run(9, RunState.DONE, Optional.empty());
            default -> Samples.run(1 + random.nextInt(8), RunState.WORKING, Optional.empty());
        };
    }

    private static Model world(Random random) {
        Model model = switch (random.nextInt(6)) {
            case 0 -> Samples.dashboard();
            case 1 -> FramesTest.points();
            case 2 -> FramesTest.runbooks();
            case 3 -> FramesTest.confirmation();
            case 4 -> Samples.player(run(random));
            default -> hostile();
        };
        return model.withSize(new TerminalSize(20 + random.nextInt(230), 5 + random.nextInt(75)));
    }

    private static Model hostile() {
        DatabaseView database = new DatabaseView(
                HOSTILE,
                HOSTILE,
                DatabaseView.State.DAMAGED,
                OptionalLong.of(Long.MAX_VALUE),
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                OptionalLong.of(Long.MAX_VALUE),
                Optional.empty(),
                List.of(new DatabaseView.Detail(HOSTILE, HOSTILE)));
        Attention attention =
                new Attention(Attention.Severity.BAD, HOSTILE, HOSTILE, new Attention.Action.OpenRunbook(HOSTILE));
        Msg.Answer.Seen seen = new Msg.Answer.Seen(
                new Databases.Overview(List.of(database), List.of(attention)), List.of(), Samples.NOW);
        Model model =
                Loads.loaded(Update.begin(Samples.fresh()).model(), 1, seen).model();
        return Everywhere.runbooks(model, HOSTILE, HOSTILE, new PointChoice.Newest())
                .model();
    }
}
