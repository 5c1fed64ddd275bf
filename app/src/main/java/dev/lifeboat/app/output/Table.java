package dev.lifeboat.app.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A table as Litestream prints it: a lower-case header, columns padded with spaces and two spaces apart,
/// full values unless it has to fit.
public final class Table {
    private static final int GAP = 2;

    /// What is left of a text that is shortened tells it from most others.
    private static final int LEAST_SHORTENED = 12;

    private static final String ELLIPSIS = "…";

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> right = new HashSet<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    /// Adds a row; its text may come from outside.
    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(SafeText.of(String.valueOf(cell)));
        }
        rows.add(row);
        return this;
    }

    /// Puts the texts of a column, which are numbers, at its right side.
    public Table right(int column) {
        right.add(column);
        return this;
    }

    /// Takes the middle out of the long texts of these columns, one column after the other, until no row is wider
    /// than `cells` or twelve cells are left of each. To be called after the last row.
    public Table within(int cells, int... columns) {
        for (int column : columns) {
            int[] widths = widths();
            int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - cells;
            if (excess > 0) {
                shorten(column, widths.length, Math.max(LEAST_SHORTENED, widths[column] - excess));
            }
        }
        return this;
    }

    private void shorten(int column, int columns, int width) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).size() == columns) {
                List<String> changed = new ArrayList<>(rows.get(i));
                changed.set(column, shortened(changed.get(column), width));
                rows.set(i, changed);
            }
        }
    }

    private static String shortened(String text, int width) {
        int[] cells = text.codePoints().toArray();
        if (cells.length <= width) {
            return text;
        }
        int head = width / 2;
        int tail = width - head - 1;
        return new String(cells, 0, head) + ELLIPSIS + new String(cells, cells.length - tail, tail);
    }

    /// Adds a line that is no row: it stands below the last one as it is, however wide the columns are.
    public void line(String text) {
        rows.add(List.of(SafeText.of(text)));
    }

    public void print(PrintWriter out) {
        int[] widths = widths();
        rows.forEach(row -> out.println(line(row, widths, row.size() == widths.length ? right : Set.of())));
        out.flush();
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            if (row.size() < widths.length) {
                continue;
            }
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], cells(row.get(i)));
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths, Set<Integer> right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int padding = widths[i] - cells(row.get(i));
            boolean isRight = right.contains(i);
            line.repeat(' ', isRight ? padding : 0).append(row.get(i));
            if (i < row.size() - 1) {
                line.repeat(' ', GAP + (isRight ? 0 : padding));
            }
        }
        return line.toString().stripTrailing();
    }

    private static int cells(String text) {
        return text.codePointCount(0, text.length());
    }
}
