package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A box over a screen: lines that scroll where they do not fit, and below them a confirmation where there is one.
/// No line is lost: what is not in sight is counted in the lower edge.
record Box(String title, List<String> lines, int top, Optional<Form> form) {
    private static final int WIDTH = 72;

    /// Above and below the box stay the first row, the message row and the key bar.
    private static final int ROWS_AROUND = 3;

    private int width(int columns) {
        return Math.min(WIDTH, columns - 4);
    }

    private int formRows(int columns) {
        return form.map(one -> 1 + FormPainter.rows(one, width(columns) - 4)).orElse(0);
    }

    private List<String> wrapped(int columns) {
        return lines.stream()
                .flatMap(line -> Wrap.wrap(line, width(columns) - 4, indent(line)).stream())
                .toList();
    }

    /// A labelled or indented line goes on below its text, another one two cells in.
    private static String indent(String line) {
        int blanks = line.length() - line.stripLeading().length();
        return " ".repeat(Math.min(12, blanks + 2));
    }

    private int height(int columns, int rows) {
        return Math.min(rows - ROWS_AROUND, wrapped(columns).size() + formRows(columns) + 4);
    }

    private int room(int columns, int rows) {
        return Math.max(1, height(columns, rows) - formRows(columns) - 3);
    }

    /// How many lines are out of sight.
    int overflow(Model model) {
        int columns = model.size().getColumns();
        return Math.max(0, wrapped(columns).size() - room(columns, model.size().getRows()));
    }

    /// The keys that scroll, none where all is in sight; `arrows` says whether the arrows are free for it.
    List<Binding> scrolling(Model model, boolean arrows, BiFunction<Model, Integer, Model> to) {
        int overflow = overflow(model);
        if (overflow == 0) {
            return List.of();
        }
        int page = Math.max(1, room(model.size().getColumns(), model.size().getRows()) - 1);
        List<Binding> moves =
                Moves.list(Math.min(top, overflow), overflow + 1, page, (m, at) -> Next.of(to.apply(m, at)));
        List<Binding> bindings = new ArrayList<>();
        bindings.add(new Binding(
                List.of("PgDn"),
                "PgUp PgDn",
                "scroll",
                "page down",
                moves.get(3).act()));
        bindings.add(
                new Binding(List.of("PgUp"), "PgUp", "", "page up", moves.get(2).act()));
        if (arrows) {
            bindings.addAll(moves);
        }
        return bindings;
    }

    void paint(Canvas canvas) {
        int width = width(canvas.columns());
        int height = height(canvas.columns(), canvas.rows());
        int column = (canvas.columns() - width) / 2;
        Rect area = new Rect(column, Math.max(1, (canvas.rows() - 1 - height) / 2), width, height);
        canvas.blank(area);
        Painters.box(canvas, area, title);
        List<String> all = wrapped(canvas.columns());
        int room = Math.min(all.size(), room(canvas.columns(), canvas.rows()));
        int first = Math.max(0, Math.min(top, all.size() - room));
        for (int i = 0; i < room; i++) {
            canvas.foreign(column + 2, area.row() + 2 + i, width - 4, all.get(first + i), Role.TEXT);
        }
        if (room < all.size()) {
            String range = " " + (first + 1) + "-" + (first + room) + " of " + all.size() + " ";
            canvas.put(area.endColumn() - 2 - range.length(), area.endRow() - 1, range, Role.HEADING);
        }
        form.ifPresent(one -> {
            int at = area.endRow() - 2 - FormPainter.rows(one, width - 4);
            FormPainter.paint(canvas, new Rect(column + 2, at, width - 4, area.endRow() - 1 - at), one);
        });
    }
}
