package dev.lifeboat.app.tui.paint;

import java.util.Arrays;
import java.util.List;

/// A rectangle of cells, each with a cluster of characters and a role. Painting outside of it is cut off.
///
/// `put` takes our own words and refuses, where assertions are on, what [Sanitizer] would change: that is a mistake
/// for tests to find, not a user's crash. `foreign` takes everything else. A cell that holds the right half of a wide
/// character has the empty text.
public final class Canvas {
    private final int columns;
    private final int rows;
    private final String[] texts;
    private final Role[] roles;
    private final Glyphs glyphs;

    public Canvas(int columns, int rows, Glyphs glyphs) {
        this.columns = columns;
        this.rows = rows;
        this.glyphs = glyphs;
        texts = new String[columns * rows];
        roles = new Role[columns * rows];
        Arrays.fill(texts, " ");
        Arrays.fill(roles, Role.TEXT);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    public Glyphs glyphs() {
        return glyphs;
    }

    public String text(int column, int row) {
        return texts[row * columns + column];
    }

    public Role role(int column, int row) {
        return roles[row * columns + column];
    }

    /// Paints our own words from `column` on; returns the column after them.
    public int put(int column, int row, String text, Role role) {
        assert Sanitizer.isClean(text) : "not ours: " + Sanitizer.clean(text);
        return paint(column, row, columns - column, Sanitizer.clean(text), role);
    }

    /// Paints words of unknown origin into `width` cells; returns the column after them. What was escaped is dim.
    public int foreign(int column, int row, int width, String text, Role role) {
        if (Sanitizer.isClean(text)) {
            return paint(column, row, width, fit(text, width), role);
        }
        String cut = fit(Sanitizer.clean(text), width);
        int end = paint(column, row, width, cut, role);
        dimEscapes(column, row, end, text);
        return end;
    }

    /// `text` cut to `width` cells, with the sign for it.
    public String fit(String text, int width) {
        if (width <= 0) {
            return "";
        }
        if (CellWidth.of(text) <= width) {
            return text;
        }
        String cut = glyphs.cut().length() > width ? glyphs.cut().substring(0, width) : glyphs.cut();
        StringBuilder fitted = new StringBuilder();
        int cells = 0;
        for (String cluster : CellWidth.clusters(text)) {
            int wide = CellWidth.of(cluster);
            if (cells + wide > width - cut.length()) {
                break;
            }
            fitted.append(cluster);
            cells += wide;
        }
        return fitted.append(cut).toString();
    }

    /// Gives `role` to `width` cells and leaves their text.
    public void tint(int column, int row, int width, Role role) {
        for (int i = Math.max(0, column); row >= 0 && row < rows && i < Math.min(columns, column + width); i++) {
            roles[row * columns + i] = role;
        }
    }

    /// Blanks a rectangle.
    public void blank(Rect area) {
        for (int row = Math.max(0, area.row()); row < Math.min(rows, area.row() + area.height()); row++) {
            for (int column = Math.max(0, area.column()); column < Math.min(columns, area.endColumn()); column++) {
                set(column, row, " ", Role.TEXT);
            }
        }
    }

    private int paint(int column, int row, int width, String text, Role role) {
        int at = column;
        int end = Math.min(columns, column + width);
        List<String> clusters = CellWidth.clusters(text);
        for (String cluster : clusters) {
            int wide = CellWidth.of(cluster);
            if (at >= end) {
                break;
            }
            if (wide == 2 && at + 1 >= end) {
                put1(at, row, ">", role);
                return at + 1;
            }
            put1(at, row, cluster, role);
            if (wide == 2) {
                put1(at + 1, row, "", role);
            }
            at += wide;
        }
        return at;
    }

    private void put1(int column, int row, String text, Role role) {
        if (column >= 0 && column < columns && row >= 0 && row < rows) {
            set(column, row, text, role);
        }
    }

    /// A wide character of which one half is painted over loses the other half too.
    private void set(int column, int row, String text, Role role) {
        int index = row * columns + column;
        if (texts[index].isEmpty() && !text.isEmpty() && column > 0) {
            texts[index - 1] = " ";
        }
        if (!text.isEmpty() && column + 1 < columns && texts[index + 1].isEmpty()) {
            texts[index + 1] = " ";
        }
        texts[index] = text;
        roles[index] = role;
    }

    private void dimEscapes(int column, int row, int end, String text) {
        int at = column;
        for (int i = 0; i < text.length() && at < end; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Sanitizer.isUnsafe(codePoint)) {
                int width = Sanitizer.escape(codePoint).length();
                tint(at, row, Math.min(width, end - at), Role.DIM);
                at += width;
            } else {
                at += CellWidth.of(Character.toString(codePoint));
            }
        }
    }
}
