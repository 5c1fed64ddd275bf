package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Paints the player and its confirmation (tui.md 6.5, 6.6).
final class PlayerView {
    private static final int LEFT_COLUMNS = 28;
    private static final int WORK_ROWS = 10;
    private static final int LARGE_COLUMNS = 120;
    private static final int LARGE_ROWS = 32;
    private static final int BAR_LABEL = 9;
    private static final int BAR = 20;

    private PlayerView() {}

    static void view(Model model, Place.Player place, Canvas canvas) {
        int height = canvas.rows() - 4;
        Rect left = new Rect(0, 1, LEFT_COLUMNS, height);
        Rect right = new Rect(LEFT_COLUMNS, 1, canvas.columns() - LEFT_COLUMNS, height);
        if (place.view().isEmpty()) {
            Painters.box(canvas, new Rect(0, 1, canvas.columns(), height), "Run " + place.run());
            canvas.put(2, 2, "reading the journal of run " + place.run(), Role.TEXT);
            return;
        }
        RunView view = place.view().get();
        if (place.wide() && place.form().isEmpty()) {
            evidence(place, view, canvas, new Rect(0, 1, canvas.columns(), height));
            return;
        }
        steps(model, view, canvas, left);
        if (place.form().isPresent() && view.question().isPresent()) {
            question(view, view.question().get(), place.form().get(), canvas, right);
        } else {
            panes(place, view, canvas, right);
        }
    }

    /// The working step and the evidence; on a large screen between them what is done, act by act.
    private static void panes(Place.Player place, RunView view, Canvas canvas, Rect area) {
        boolean large = canvas.columns() >= LARGE_COLUMNS
                && canvas.rows() >= LARGE_ROWS
                && !view.state().isEnded();
        int workRows = large ? WORK_ROWS + 2 : WORK_ROWS + (canvas.rows() - Model.LEAST_ROWS) / 2;
        int operationRows = large ? (area.height() - workRows) / 2 : 0;
        work(view, canvas, new Rect(area.column(), area.row(), area.width(), workRows));
        if (large) {
            operations(view, canvas, new Rect(area.column(), area.row() + workRows, area.width(), operationRows));
        }
        int above = workRows + operationRows;
        evidence(place, view, canvas, new Rect(area.column(), area.row() + above, area.width(), area.height() - above));
    }

    /// The newest at the end, as in the evidence.
    private static void operations(RunView view, Canvas canvas, Rect area) {
        Painters.box(canvas, area, "Commands and files");
        Rect inside = area.inside();
        List<String> lines = view.work().operations().stream()
                .flatMap(operation -> Wrap.wrap(Figures.brief(operation), inside.width(), "  ").stream())
                .toList();
        int first = Math.max(0, lines.size() - inside.height());
        for (int i = first; i < lines.size(); i++) {
            canvas.foreign(inside.column(), inside.row() + i - first, inside.width(), lines.get(i), Role.TEXT);
        }
    }

    private static void steps(Model model, RunView view, Canvas canvas, Rect area) {
        Painters.box(
                canvas,
                area,
                view.runbook() + "  " + view.linesDone() + " of " + view.lines().size());
        int row = area.row() + 1;
        for (RunView.Line line : view.lines()) {
            canvas.put(2, row, Steps.mark(line), Steps.role(line));
            String time = Steps.time(line, model.now());
            int timeAt = area.endColumn() - 1 - CellWidth.of(time);
            canvas.foreign(4, row, timeAt - 5, line.number() + " " + line.title(), Steps.role(line));
            canvas.put(timeAt, row++, time, line.asksForName() ? Role.WARN : Role.TEXT);
        }
        row = left(model, view, canvas, row + 1, area);
        undo(view, canvas, row + 1, area);
    }

    /// What is left to wait for.
    private static int left(Model model, RunView view, Canvas canvas, int row, Rect area) {
        int width = area.width() - 3;
        if (view.question().isPresent()) {
            String since =
                    Figures.stopwatch(Duration.between(view.question().get().askedAt(), model.now()));
            int end = canvas.put(2, row, "waits for you", Role.WARN);
            canvas.foreign(end, row, area.endColumn() - 1 - end, "     " + since, Role.TEXT);
            return row + 1;
        }
        if (view.state() != RunState.WORKING) {
            canvas.foreign(2, row, width, view.stateText(), view.state() == RunState.FAILED ? Role.BAD : Role.TEXT);
            return row + 1;
        }
        long total = 0;
        long done = 0;
        for (RunView.Line line : view.lines()) {
            long expected = Math.max(1, line.expected().toMillis());
            long taken = Steps.taken(line, model.now()).map(Duration::toMillis).orElse(0L);
            boolean over = line.endedAt().isPresent();
            total += over ? taken : Math.max(expected, taken);
            done += taken;
        }
        canvas.put(2, row, "left about " + Figures.coarse(Duration.ofMillis(total - done)), Role.TEXT);
        Painters.bar(canvas, 2, row + 1, width, done, total);
        return row + 2;
    }

    private static void undo(RunView view, Canvas canvas, int row, Rect area) {
        int width = area.width() - 3;
        int at = row;
        if (!view.undo().isEmpty()) {
            canvas.put(2, at, "undo plan", Role.HEADING);
            canvas.put(area.endColumn() - 5, at++, "[u]", Role.KEY);
        }
        List<String> lines = new ArrayList<>();
        view.undo()
                .forEach(line -> lines.addAll(
                        Wrap.wrap(line.line() + " " + Figures.fitting(line.text(), width - 2), width, "  ")));
        if (view.question().isEmpty()
                && !view.state().isEnded()
                && !view.firstTouch().isEmpty()) {
            lines.addAll(Wrap.wrap(view.firstTouch(), width, ""));
        }
        for (String line : lines) {
            if (at < area.endRow() - 1) {
                canvas.foreign(2, at++, width, line, Role.TEXT);
            }
        }
    }

    private static void work(RunView view, Canvas canvas, Rect area) {
        RunView.Work work = view.work();
        boolean ended = view.state().isEnded();
        Painters.box(canvas, area, ended ? capital(view.stateText()) : work.line() + " " + work.title());
        Rect inside = area.inside();
        List<Fact> facts = ended ? ending(view, work) : work.facts();
        int bars = ended ? 0 : work.bars().size();
        int room = inside.height() - bars - (bars > 0 ? 1 : 0);
        int row = facts(facts, canvas, new Rect(inside.column(), inside.row(), inside.width(), room));
        if (bars == 0) {
            return;
        }
        row = Math.min(row + 1, inside.endRow() - bars - 1);
        for (RunView.Bar bar : work.bars()) {
            bar(bar, canvas, inside, row++);
        }
        canvas.put(inside.column(), row, rate(work), Role.TEXT);
    }

    private static List<Fact> ending(RunView view, RunView.Work work) {
        List<Fact> facts = new ArrayList<>(work.facts());
        facts.add(new Fact("report", PlayerScreen.reportFile(view) + "  [Enter]"));
        return facts;
    }

    private static void bar(RunView.Bar bar, Canvas canvas, Rect inside, int row) {
        canvas.foreign(inside.column(), row, BAR_LABEL - 1, bar.label(), Role.TEXT);
        int at = Painters.bar(canvas, inside.column() + BAR_LABEL, row, BAR, bar.done(), bar.total());
        String text = bar.done() == 0 && bar.total() == 0
                ? "  waits"
                : String.format(Locale.ROOT, " %3d%%  %s", percent(bar), amount(bar));
        canvas.put(at, row, canvas.fit(text, inside.endColumn() - at), Role.TEXT);
    }

    static long percent(RunView.Bar bar) {
        if (bar.total() <= 0) {
            return 0;
        }
        // Rounded, but what is not finished never says 100.
        long rounded = Math.round(bar.done() * 100.0 / bar.total());
        return bar.done() >= bar.total() ? 100 : Math.min(99, rounded);
    }

    static String amount(RunView.Bar bar) {
        if (bar.unit() != Unit.BYTES) {
            return bar.done() + (bar.total() > 0 ? " of " + bar.total() : "");
        }
        return bar.done() == bar.total()
                ? Figures.size(bar.total())
                : Figures.size(bar.done()) + " of " + Figures.size(bar.total());
    }

    static String rate(RunView.Work work) {
        Unit unit = work.bars().stream()
                .filter(bar -> bar.done() < bar.total())
                .findFirst()
                .map(RunView.Bar::unit)
                .orElse(Unit.BYTES);
        String speed = unit == Unit.BYTES
                ? Figures.size(work.perSecond()) + "/s"
                : String.format(
                        Locale.ROOT, "%.0f %s/s", work.perSecond(), unit.name().toLowerCase(Locale.ROOT));
        String left = work.left().map(Figures::stopwatch).orElse("--");
        return (work.perSecond() > 0 ? speed + "   " : "") + "left " + left;
    }

    private static void evidence(Place.Player place, RunView view, Canvas canvas, Rect area) {
        Painters.box(canvas, area, "Evidence");
        Rect inside = area.inside();
        List<RunView.Evidence> all = view.evidence();
        int last = Math.max(0, all.size() - place.up());
        List<String> lines = new ArrayList<>();
        List<Role> roles = new ArrayList<>();
        for (int i = last - 1; i >= 0 && lines.size() < inside.height(); i--) {
            RunView.Evidence item = all.get(i);
            List<String> wrapped = FactText.lines(item, inside.width());
            lines.addAll(0, wrapped);
            wrapped.forEach(_ -> roles.addFirst(role(item)));
        }
        int skip = Math.max(0, lines.size() - inside.height());
        for (int i = skip; i < lines.size(); i++) {
            canvas.foreign(inside.column(), inside.row() + i - skip, inside.width(), lines.get(i), roles.get(i));
        }
    }

    private static Role role(RunView.Evidence item) {
        return switch (item.kind()) {
            case FACT -> Role.TEXT;
            case WARNING -> Role.WARN;
            case PROBLEM -> Role.BAD;
        };
    }

    private static void question(RunView view, Question question, Form form, Canvas canvas, Rect area) {
        Optional<RunView.Line> line = view.lines().stream()
                .filter(one -> one.number() == view.current())
                .findFirst();
        Painters.box(
                canvas, area, line.map(one -> one.number() + " " + one.title()).orElse("Question"));
        Rect inside = area.inside();
        int formRows = FormPainter.rows(form, inside.width());
        int row = inside.row();
        for (String part : Wrap.wrap(question.title(), inside.width(), "")) {
            canvas.foreign(inside.column(), row++, inside.width(), part, Role.HEADING);
        }
        int room = inside.endRow() - formRows - row;
        List<String> lines = Confirmation.lines(question, inside.width(), room);
        row += room > lines.size() ? 1 : 0;
        room = inside.endRow() - formRows - row;
        for (int i = 0; i < Math.min(room, lines.size()); i++) {
            boolean more = i == room - 1 && lines.size() > room;
            String text = more ? lines.size() - i + " more lines: F3" : lines.get(i);
            canvas.foreign(inside.column(), row++, inside.width(), text, Role.TEXT);
        }
        FormPainter.paint(
                canvas, new Rect(inside.column(), inside.endRow() - formRows, inside.width(), formRows), form);
    }

    private static int facts(List<Fact> facts, Canvas canvas, Rect area) {
        int row = area.row();
        for (String line : FactText.lines(facts, area.width())) {
            if (row < area.endRow()) {
                canvas.foreign(area.column(), row++, area.width(), line, Role.TEXT);
            }
        }
        return row;
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
