package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import java.util.List;

/// Paints the field and the buttons of a confirmation.
final class FormPainter {
    private static final int FIELD_COLUMNS = 29;

    private FormPainter() {}

    /// How many rows the form takes in `width` cells.
    static int rows(Form form, int width) {
        int field = form.name().isPresent() ? 3 : 1;
        return field + (inOneRow(form, width) ? 1 : form.buttons().size());
    }

    static void paint(Canvas canvas, Rect area, Form form) {
        int row = area.row();
        if (form.name().isPresent()) {
            canvas.put(area.column(), row++, "Type the name of the database to go on:", Role.TEXT);
            field(canvas, area, row++, form);
        }
        row++;
        if (inOneRow(form, area.width())) {
            int at = area.column();
            for (int i = 0; i < form.buttons().size(); i++) {
                at = button(canvas, at, row, form, i) + 2;
            }
        } else {
            for (int i = 0; i < form.buttons().size(); i++) {
                button(canvas, area.column(), row++, form, i);
            }
        }
    }

    private static void field(Canvas canvas, Rect area, int row, Form form) {
        canvas.put(area.column(), row, "[ ", Role.TEXT);
        List<String> clusters = CellWidth.clusters(form.typed());
        int shown = clusters.size();
        int cells = 0;
        while (shown > 0 && cells + CellWidth.of(clusters.get(shown - 1)) < FIELD_COLUMNS - 4) {
            cells += CellWidth.of(clusters.get(--shown));
        }
        String text = String.join("", clusters.subList(shown, clusters.size()));
        int at = area.column() + 2;
        canvas.tint(at, row, FIELD_COLUMNS - 4, Role.INPUT);
        int end = canvas.foreign(at, row, FIELD_COLUMNS - 4, text, Role.INPUT);
        if (form.inField()) {
            canvas.put(end, row, "_", Role.INPUT);
        }
        int close = canvas.put(area.column() + FIELD_COLUMNS - 1, row, "]", Role.TEXT);
        if (form.matches()) {
            canvas.put(close + 2, row, "matches", Role.OK);
        }
    }

    private static int button(Canvas canvas, int column, int row, Form form, int index) {
        Form.Button button = form.buttons().get(index);
        boolean focused = form.focus() == index;
        boolean safe = button.safe() && form.inField();
        boolean awake = form.isAwake(button);
        // In the field, Enter presses nothing until the name matches: the safe button is drawn as the one that holds.
        boolean marked = focused || safe && !form.matches() || form.inField() && form.matches() && !button.safe();
        String text = marked ? "> " + button.label() + " <" : "  " + button.label() + "  ";
        Role role = !awake ? Role.DIM : marked ? Role.SELECTED : Role.TEXT;
        int end = canvas.foreign(column + 2, row, CellWidth.of(text), text, role);
        return awake ? end : canvas.put(end, row, "(off)", Role.DIM);
    }

    private static boolean inOneRow(Form form, int width) {
        int cells = form.buttons().stream()
                .mapToInt(button -> CellWidth.of(button.label()) + 7 + 2)
                .sum();
        return cells + 5 <= width;
    }
}
