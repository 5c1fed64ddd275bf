package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Glyphs;

/// A frame as text: what the cells say, and their roles as letters (tui.md 13.1).
record Frame(String head, String text, String styles) {
    static Frame of(String screen, Model model, Glyphs glyphs) {
        Canvas canvas = new Canvas(model.size().getColumns(), model.size().getRows(), glyphs);
        Screens.view(model, canvas);
        return of(screen, canvas, model);
    }

    private static Frame of(String screen, Canvas canvas, Model model) {
        StringBuilder text = new StringBuilder();
        StringBuilder styles = new StringBuilder();
        for (int row = 0; row < canvas.rows(); row++) {
            text.append('|');
            styles.append('|');
            for (int column = 0; column < canvas.columns(); column++) {
                text.append(canvas.text(column, row));
                styles.append(canvas.role(column, row).letter());
            }
            text.append("|\n");
            styles.append("|\n");
        }
        String head = "lifeboat-frame 1\nscreen  " + screen + "   size " + canvas.columns() + "x" + canvas.rows()
                + "   glyphs " + canvas.glyphs().name().toLowerCase(java.util.Locale.ROOT) + "   clock " + model.now()
                + "\n";
        return new Frame(head, text.toString(), styles.toString());
    }

    String file() {
        return head + "---\n" + text + "--- styles\n" + styles;
    }
}
