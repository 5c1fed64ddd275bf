package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.app.tui.paint.Sanitizer;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Paints the dashboard (tui.md 6.1).
final class DashboardView {
    private static final int DETAIL_ROWS = 6;
    private static final int ATTENTION_ROWS = 5;
    private static final int LEAST_LIST_ROWS = 5;
    private static final int STALE_SECONDS = 60;

    /// From this size on there are panes side by side.
    private static final int WIDE_COLUMNS = 120;

    private static final int WIDE_ROWS = 32;
    private static final int WIDE_RIGHT_COLUMNS = 42;
    private static final int WIDE_LOWER_ROWS = 11;
    private static final int WIDE_LABEL = 11;

    private DashboardView() {}

    static void view(Model model, Place.Dashboard place, Canvas canvas) {
        if (canvas.columns() >= WIDE_COLUMNS && canvas.rows() >= WIDE_ROWS) {
            wide(model, place, canvas);
            return;
        }
        Rect area = new Rect(0, 1, canvas.columns(), canvas.rows() - 3);
        int spare = area.height() - 2 - 1 - 2 - DETAIL_ROWS - ATTENTION_ROWS - LEAST_LIST_ROWS;
        int listRows = LEAST_LIST_ROWS + spare / 2;
        int attentionRows = ATTENTION_ROWS + spare - spare / 2;
        Painters.box(canvas, area, title(model));
        list(model, place, canvas, new Rect(0, area.row() + 1, canvas.columns(), listRows + 1));
        int detailRow = area.row() + 2 + listRows;
        Optional<DatabaseView> shown = shown(model, place);
        Painters.divider(canvas, area, detailRow, shown.map(DatabaseView::name).orElse(""));
        shown.ifPresent(database -> details(database, canvas, detailRow + 1));
        int attentionRow = detailRow + 1 + DETAIL_ROWS;
        Painters.divider(canvas, area, attentionRow, attentionTitle(model));
        attention(model, place, canvas, new Rect(0, attentionRow + 1, canvas.columns(), attentionRows));
    }

    /// List and attention at the left, the chosen database and the runs at the right.
    private static void wide(Model model, Place.Dashboard place, Canvas canvas) {
        int upper = canvas.rows() - 3 - WIDE_LOWER_ROWS;
        int left = canvas.columns() - WIDE_RIGHT_COLUMNS;
        Rect list = new Rect(0, 1, left, upper);
        Rect detail = new Rect(left, 1, WIDE_RIGHT_COLUMNS, upper);
        Rect attention = new Rect(0, 1 + upper, left, WIDE_LOWER_ROWS);
        Rect runs = new Rect(left, 1 + upper, WIDE_RIGHT_COLUMNS, WIDE_LOWER_ROWS);
        Painters.box(canvas, list, title(model));
        list(model, place, canvas, new Rect(0, list.row() + 1, left, upper - 2));
        Optional<DatabaseView> shown = shown(model, place);
        Painters.box(canvas, detail, shown.map(DatabaseView::name).orElse(""));
        shown.ifPresent(database -> wrappedDetails(database, canvas, detail.inside()));
        Painters.box(canvas, attention, attentionTitle(model));
        attention(model, place, canvas, new Rect(0, attention.row() + 1, left, WIDE_LOWER_ROWS - 2));
        Painters.box(canvas, runs, "Runs " + model.runs().size());
        runs(model, canvas, runs.inside());
    }

    private static Optional<DatabaseView> shown(Model model, Place.Dashboard place) {
        return DashboardScreen.chosen(model, place).flatMap(model::database);
    }

    private static String attentionTitle(Model model) {
        return "Attention " + model.attention().size();
    }

    private static void wrappedDetails(DatabaseView database, Canvas canvas, Rect area) {
        int row = area.row();
        for (DatabaseView.Detail detail : database.details()) {
            if (row >= area.endRow()) {
                return;
            }
            canvas.foreign(area.column(), row, WIDE_LABEL - 1, detail.label(), Role.DIM);
            for (String line : parts(Figures.oneLine(detail.text()), area.width() - WIDE_LABEL)) {
                if (row < area.endRow()) {
                    canvas.foreign(area.column() + WIDE_LABEL, row++, area.width() - WIDE_LABEL, line, Role.TEXT);
                }
            }
        }
    }

    /// Parts of a text stand apart by three blanks; one that is too long breaks there first.
    private static List<String> parts(String text, int width) {
        if (CellWidth.of(Sanitizer.clean(text)) <= width) {
            return List.of(text);
        }
        return Stream.of(text.split(" {3,}"))
                .flatMap(part -> Wrap.wrap(part, width, "").stream())
                .toList();
    }

    private static void runs(Model model, Canvas canvas, Rect area) {
        int row = area.row();
        for (RunView run : model.runs()) {
            if (row + 1 >= area.endRow()) {
                return;
            }
            String name = run.run() + "  " + run.runbook() + " of " + run.database();
            canvas.foreign(area.column(), row++, area.width(), name, Role.TEXT);
            String state = run.stateText() + "   " + run.linesDone() + " of "
                    + run.lines().size();
            canvas.foreign(area.column() + 6, row++, area.width() - 6, state, RunsScreen.role(run.state()));
        }
        if (model.runs().isEmpty()) {
            canvas.put(area.column(), row, "none yet", Role.DIM);
        }
    }

    private static String title(Model model) {
        String title = "Databases " + model.databases().size();
        Optional<Instant> at = model.seen().value().map(Msg.Answer.Seen::at);
        boolean stale = at.isPresent()
                && Duration.between(at.get(), model.now()).toSeconds() >= STALE_SECONDS
                && (model.seen().isLoading() || model.seen().problem().isPresent());
        return stale ? title + "  as of " + Figures.second(at.orElseThrow()) : title;
    }

    private static void list(Model model, Place.Dashboard place, Canvas canvas, Rect area) {
        int wider = Math.max(0, area.width() - Model.LEAST_COLUMNS) / 2;
        int[] at = {4, 15 + wider, 27 + wider, 35 + wider, 47 + wider, 57 + wider, 66 + wider};
        String[] heads = {"NAME", "STATE", "LAG", "LAST POINT", "SNAPSHOT", "SIZE", "PROVEN"};
        for (int i = 0; i < heads.length; i++) {
            canvas.put(at[i], area.row(), heads[i], Role.HEADING);
        }
        List<DatabaseView> databases = model.databases();
        if (databases.isEmpty()) {
            empty(model, canvas, area);
        }
        int height = area.height() - 1;
        int selected = DashboardScreen.selected(model, place);
        int top = Moves.top(selected, databases.size(), height);
        for (int i = top; i < Math.min(databases.size(), top + height); i++) {
            boolean isSelected = !place.inAttention() && i == selected;
            int line = area.row() + 1 + i - top;
            row(model, databases.get(i), canvas, at, line);
            if (isSelected) {
                canvas.put(2, line, ">", Role.SELECTED);
                canvas.tint(1, line, area.width() - 2, Role.SELECTED);
            }
        }
    }

    private static void row(Model model, DatabaseView database, Canvas canvas, int[] at, int row) {
        Instant now = model.now();
        canvas.foreign(at[0], row, at[1] - at[0] - 1, database.name(), Role.TEXT);
        canvas.put(at[1], row, canvas.fit(Rows.state(database.state()), 11), Rows.role(database.state()));
        canvas.put(at[2], row, Rows.lag(database), Role.TEXT);
        canvas.put(
                at[3],
                row,
                database.lastPoint().map(time -> Figures.secondOrDay(time, now)).orElse("--"),
                Role.TEXT);
        canvas.put(
                at[4],
                row,
                database.snapshot().map(time -> Figures.minuteOrDay(time, now)).orElse("--"),
                Role.TEXT);
        String size = database.sizeBytes().isPresent()
                ? Figures.size(database.sizeBytes().getAsLong())
                : "--";
        canvas.put(at[5], row, size, Role.TEXT);
        boolean bad = database.proof().map(proof -> !proof.good()).orElse(false);
        canvas.put(at[6], row, Rows.proven(database, now), bad ? Role.BAD : Role.TEXT);
    }

    private static void empty(Model model, Canvas canvas, Rect area) {
        int row = area.row() + 1;
        if (model.seen().problem().isPresent()) {
            for (String line : Problems.lines(model.seen().problem().get())) {
                if (row < area.endRow()) {
                    canvas.foreign(4, row++, area.width() - 6, line, row == area.row() + 2 ? Role.BAD : Role.TEXT);
                }
            }
            return;
        }
        String wait = model.seen()
                .waiting(model.now())
                .map(time -> "  " + time.toSeconds() + " s")
                .orElse("");
        boolean known = model.seen().value().isPresent();
        if (known || !wait.isEmpty()) {
            canvas.put(4, row, DashboardScreen.emptyReason(model) + (known ? "" : wait), Role.TEXT);
        }
    }

    private static void details(DatabaseView database, Canvas canvas, int row) {
        List<DatabaseView.Detail> details = database.details();
        for (int i = 0; i < Math.min(DETAIL_ROWS, details.size()); i++) {
            canvas.foreign(2, row + i, 11, details.get(i).label(), Role.DIM);
            canvas.foreign(
                    14,
                    row + i,
                    canvas.columns() - 16,
                    Figures.oneLine(details.get(i).text()),
                    Role.TEXT);
        }
    }

    private static void attention(Model model, Place.Dashboard place, Canvas canvas, Rect area) {
        List<Attention> items = model.attention();
        int top = Moves.top(place.attention(), items.size(), area.height());
        for (int i = top; i < Math.min(items.size(), top + area.height()); i++) {
            Attention item = items.get(i);
            int at = area.row() + i - top;
            int right = area.endColumn() - 5;
            int action = right - 23;
            canvas.put(2, at, Rows.mark(item.severity()), Rows.role(item.severity()));
            int name = canvas.foreign(4, at, 20, item.database(), Role.TEXT);
            int what = Math.max(13, name + 2);
            canvas.foreign(what, at, action - 1 - what, Figures.oneLine(item.what()), Role.TEXT);
            canvas.foreign(action, at, 22, Rows.action(item.action()), Role.TEXT);
            canvas.put(right, at, Rows.key(item.action()), Role.KEY);
            if (place.inAttention() && i == place.attention()) {
                canvas.put(1, at, ">", Role.SELECTED);
                canvas.tint(1, at, area.width() - 2, Role.SELECTED);
            }
        }
    }
}
