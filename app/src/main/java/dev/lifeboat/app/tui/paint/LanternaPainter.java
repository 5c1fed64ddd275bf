package dev.lifeboat.app.tui.paint;

import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.screen.Screen;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.HashMap;
import java.util.Map;

/// Copies a canvas to the back buffer of Lanterna's screen in the looks of a theme. Used by the rendering thread only.
public final class LanternaPainter {
    private final Theme theme;
    private final CharsetEncoder encoder;
    private final Map<Cell, TextCharacter> known = new HashMap<>();

    private record Cell(String text, Role role) {}

    public LanternaPainter(Theme theme, Charset charset) {
        this.theme = theme;
        this.encoder = charset.newEncoder();
    }

    public void paint(Canvas canvas, Screen screen) {
        for (int row = 0; row < canvas.rows(); row++) {
            for (int column = 0; column < canvas.columns(); column++) {
                String text = canvas.text(column, row);
                if (!text.isEmpty()) {
                    paint(screen, column, row, new Cell(text, canvas.role(column, row)));
                }
            }
        }
    }

    private void paint(Screen screen, int column, int row, Cell cell) {
        boolean wide = CellWidth.of(cell.text) == 2;
        TextCharacter character = known.computeIfAbsent(cell, this::character);
        screen.setCharacter(column, row, character);
        if (wide && !character.isDoubleWidth()) {
            screen.setCharacter(column + 1, row, known.computeIfAbsent(new Cell(" ", cell.role), this::character));
        }
    }

    private TextCharacter character(Cell cell) {
        Style style = theme.style(cell.role);
        if (cell.text.equals(" ") && cell.role == Role.TEXT) {
            return TextCharacter.DEFAULT_CHARACTER;
        }
        TextCharacter[] found = TextCharacter.fromString(cell.text, style.fore(), style.back(), style.modifiers());
        boolean agreed = encoder.canEncode(cell.text)
                && found.length == 1
                && found[0].isDoubleWidth() == (CellWidth.of(cell.text) == 2);
        // A character the terminal has no code for, or one that Lanterna takes for wider or narrower than we do, would
        // shift the columns: it is not shown.
        return agreed ? found[0] : TextCharacter.fromString("?", style.fore(), style.back(), style.modifiers())[0];
    }
}
