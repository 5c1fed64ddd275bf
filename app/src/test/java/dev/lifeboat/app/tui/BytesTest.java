package dev.lifeboat.app.tui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.screen.TerminalScreen;
import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Glyphs;
import dev.lifeboat.app.tui.paint.LanternaPainter;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.app.tui.paint.Theme;
import dev.lifeboat.app.tui.terminal.FrameTerminal;
import dev.lifeboat.runbooks.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.jline.builtins.ScreenTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes of frames, seen by a foreign terminal emulator: what was painted arrives, in one write, and costs what
/// tui.md 12 allows.
class BytesTest {
    private static final Pattern ALLOWED = Pattern.compile(
            "\u001b\\[(\\?1049h|\\?25[hl]|\\?2004h|2J|\\d+;\\d+H|0(;\\d+)*m)|[^\u001b\\x00-\\x1f\\x7f]");

    /// Counts writes as well as bytes.
    private static final class Wire extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int writes;

        @Override
        public void write(int b) {
            throw new AssertionError("a write of a single byte");
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            writes++;
            bytes.write(buffer, offset, length);
        }

        String take() {
            String text = bytes.toString(StandardCharsets.UTF_8);
            bytes.reset();
            writes = 0;
            return text;
        }
    }

    private final Wire wire = new Wire();
    private final FrameTerminal terminal =
            new FrameTerminal(wire, StandardCharsets.UTF_8, () -> Samples.SMALL, CellWidth::of);
    private final ScreenTerminal emulator = new ScreenTerminal(80, 24);

    private TerminalScreen screen(Theme theme) throws IOException {
        painter = new LanternaPainter(theme, StandardCharsets.UTF_8);
        TerminalScreen screen = new TerminalScreen(terminal);
        screen.setCursorPosition(null);
        screen.startScreen();
        return screen;
    }

    private LanternaPainter painter = new LanternaPainter(Theme.DEFAULT, StandardCharsets.UTF_8);

    private int show(TerminalScreen screen, Canvas canvas, RefreshType how) throws IOException {
        painter.paint(canvas, screen);
        screen.refresh(how);
        terminal.flush();
        assertThat(wire.writes).as("writes a frame").isLessThanOrEqualTo(1);
        String sent = wire.take();
        assertThat(ALLOWED.matcher(sent).replaceAll(""))
                .as("sequences off the list")
                .isEmpty();
        emulator.write(sent);
        return sent.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Canvas canvas(Model model) {
        Canvas canvas = new Canvas(80, 24, Glyphs.UNICODE);
        Screens.view(model, canvas);
        return canvas;
    }

    private void assertArrived(Canvas canvas) {
        long[] cells = new long[80 * 24];
        emulator.dump(cells, 0, 0, 24, 80, null);
        StringBuilder painted = new StringBuilder();
        StringBuilder arrived = new StringBuilder();
        for (int row = 0; row < 24; row++) {
            for (int column = 0; column < 80; column++) {
                String text = canvas.text(column, row);
                painted.append(text.isEmpty() ? "" : text);
                int character = (int) (cells[row * 80 + column] & 0xffffffffL);
                arrived.append(character == 0 ? "" : Character.toString(character));
            }
            painted.append('\n');
            arrived.append('\n');
        }
        assertThat(arrived.toString()).isEqualTo(painted.toString());
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void everyScreenArrivesAsItWasPainted(Theme theme) throws IOException {
        TerminalScreen screen = screen(theme);
        for (FramesTest.Case frame : FramesTest.frames()) {
            if (frame.model().size().equals(Samples.SMALL)) {
                Canvas canvas = canvas(frame.model());
                show(screen, canvas, RefreshType.DELTA);
                assertArrived(canvas);
            }
        }
    }

    @Test
    void randomFramesArriveAsTheyWerePainted() throws IOException {
        long seed = Long.getLong("seed", 20261121L);
        Random random = new Random(seed);
        TerminalScreen screen = screen(Theme.DEFAULT);
        for (int frame = 0; frame < 60; frame++) {
            Canvas canvas = new Canvas(80, 24, Glyphs.UNICODE);
            for (int i = 0; i < random.nextInt(200); i++) {
                String text = "ab─│█░▁…xyz 019".substring(random.nextInt(14));
                Role role = Role.values()[random.nextInt(Role.values().length)];
                canvas.put(random.nextInt(80), random.nextInt(24), text, role);
            }
            show(screen, canvas, random.nextInt(10) == 0 ? RefreshType.COMPLETE : RefreshType.DELTA);
            assertThat(seed).isNotNull();
            assertArrived(canvas);
        }
    }

    @Test
    void anotherScreenCostsAtMostFourKibibytes() throws IOException {
        TerminalScreen screen = screen(Theme.DEFAULT);
        Model player = Samples.player(Samples.run(4, RunState.WORKING, Optional.empty()));
        show(screen, canvas(Samples.dashboard()), RefreshType.COMPLETE);
        assertThat(show(screen, canvas(player), RefreshType.DELTA)).isLessThanOrEqualTo(4096);
        assertThat(show(screen, canvas(FramesTest.runbooks()), RefreshType.DELTA))
                .isLessThanOrEqualTo(4096);
        assertThat(show(screen, canvas(Samples.dashboard()), RefreshType.DELTA)).isLessThanOrEqualTo(4096);
    }

    @Test
    void aTickCostsAtMostTwoHundredBytesAndASelectionFourHundred() throws IOException {
        TerminalScreen screen = screen(Theme.DEFAULT);
        Model player = Samples.player(Samples.run(4, RunState.WORKING, Optional.empty()));
        show(screen, canvas(player), RefreshType.COMPLETE);
        Model later = player.withNow(player.now().plusSeconds(1));
        assertThat(show(screen, canvas(later), RefreshType.DELTA)).isBetween(1, 200);
        Model points = FramesTest.points();
        show(screen, canvas(points), RefreshType.DELTA);
        assertThat(show(screen, canvas(Samples.press(points, "j")), RefreshType.DELTA))
                .isBetween(1, 400);
    }

    @Test
    void nothingNewCostsNothing() throws IOException {
        TerminalScreen screen = screen(Theme.DEFAULT);
        show(screen, canvas(Samples.dashboard()), RefreshType.COMPLETE);
        Model looked = Loads.loaded(
                        Update.look(Samples.dashboard().withNow(Samples.NOW.plusSeconds(2)))
                                .model(),
                        2,
                        Samples.seen(java.util.List.of()))
                .model();
        assertThat(show(screen, canvas(looked), RefreshType.DELTA)).isZero();
    }
}
