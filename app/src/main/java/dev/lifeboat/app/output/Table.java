package dev.lifeboat.app.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// A table as Litestream prints it: a lower-case header, columns padded with spaces and two spaces apart,
/// full values.
public final class Table {
    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

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

    /// Adds a line that is no row: it stands below the last one as it is, however wide the columns are.
    public void line(String text) {
        rows.add(List.of(SafeText.of(text)));
    }

    public void print(PrintWriter out) {
        int[] widths = widths();
        rows.forEach(row -> out.println(line(row, widths)));
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

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            if (i < row.size() - 1) {
                line.repeat(' ', widths[i] + GAP - cells(row.get(i)));
            }
        }
        return line.toString().stripTrailing();
    }

    private static int cells(String text) {
        return text.codePointCount(0, text.length());
    }
}
