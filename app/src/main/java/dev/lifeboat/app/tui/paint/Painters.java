package dev.lifeboat.app.tui.paint;

/// The shapes that screens are made of. Each paints what it is given and decides nothing.
public final class Painters {
    private Painters() {}

    /// A box with its title in the upper edge.
    public static void box(Canvas canvas, Rect area, String title) {
        Glyphs glyphs = canvas.glyphs();
        edge(canvas, area, area.row(), 0, title);
        for (int row = area.row() + 1; row < area.endRow() - 1; row++) {
            canvas.put(area.column(), row, glyphs.vertical(), Role.BORDER);
            canvas.put(area.endColumn() - 1, row, glyphs.vertical(), Role.BORDER);
        }
        edge(canvas, area, area.endRow() - 1, 2, "");
    }

    /// A line across a box, with the title of what is below it.
    public static void divider(Canvas canvas, Rect area, int row, String title) {
        edge(canvas, area, row, 4, title);
    }

    private static void edge(Canvas canvas, Rect area, int row, int corner, String title) {
        Glyphs glyphs = canvas.glyphs();
        canvas.put(area.column(), row, glyphs.corner(corner), Role.BORDER);
        canvas.put(area.column() + 1, row, glyphs.horizontal().repeat(area.width() - 2), Role.BORDER);
        canvas.put(area.endColumn() - 1, row, glyphs.corner(corner + 1), Role.BORDER);
        if (!title.isEmpty()) {
            int from = area.column() + 2;
            canvas.put(from, row, " ", Role.BORDER);
            int end = canvas.foreign(from + 1, row, area.width() - 6, title, Role.HEADING);
            canvas.put(end, row, " ", Role.BORDER);
        }
    }

    /// A bar of `width` cells for `done` of `total`; empty while the total is not known.
    public static int bar(Canvas canvas, int column, int row, int width, long done, long total) {
        int full = total <= 0 ? 0 : (int) Math.min(width, Math.max(0, (double) done / total * width));
        int at = canvas.put(column, row, canvas.glyphs().full().repeat(full), Role.BAR);
        return canvas.put(at, row, canvas.glyphs().empty().repeat(width - full), Role.DIM);
    }
}
