package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Screen 4: runs, unfinished ones first (tui.md 6.10).
final class RunsScreen {
    private static final int LIST_ROWS = 7;

    private RunsScreen() {}

    static Optional<RunView> chosen(Model model, Place.RunList place) {
        return place.selected() < model.runs().size()
                ? Optional.of(model.runs().get(place.selected()))
                : model.runs().stream().findFirst();
    }

    static List<Binding> bindings(Model model, Place.RunList place) {
        List<Binding> moves =
                Moves.list(place.selected(), model.runs().size(), 5, (m, to) -> Next.of(m.at(new Place.RunList(to))));
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of(
                "Enter",
                "open",
                "open the run",
                m -> chosen(m, place).map(view -> Update.openRun(m, view.run())).orElseGet(() -> Next.of(m))));
        bindings.add(moves.get(0));
        bindings.add(new Binding(
                List.of("Down", "j"), "j/k", "run", "down", moves.get(1).act()));
        bindings.addAll(moves.subList(2, moves.size()));
        return bindings;
    }

    static void view(Model model, Place.RunList place, Canvas canvas) {
        Rect area = new Rect(0, 1, canvas.columns(), canvas.rows() - 4);
        Painters.box(canvas, area, "Runs " + model.runs().size());
        int row = area.row() + 1;
        int[] at = {4, 10, 36, 58, 65};
        String[] heads = {"RUN", "WHAT", "STATE", "SINCE", "STEP"};
        for (int i = 0; i < heads.length; i++) {
            canvas.put(at[i], row, heads[i], Role.HEADING);
        }
        int height = LIST_ROWS + (canvas.rows() - Model.LEAST_ROWS) / 2;
        int top = Moves.top(place.selected(), model.runs().size(), height);
        for (int i = top; i < Math.min(model.runs().size(), top + height); i++) {
            run(model, model.runs().get(i), canvas, at, row + 1 + i - top, i == place.selected());
        }
        if (model.runs().isEmpty()) {
            canvas.put(4, row + 1, "No run was started yet. [r] on the dashboard lists the runbooks.", Role.TEXT);
        }
        int divider = row + 1 + height;
        chosen(model, place).ifPresent(view -> {
            Painters.divider(canvas, area, divider, view.run().text());
            details(view, canvas, divider + 1, area.endRow() - 1);
        });
    }

    private static void run(Model model, RunView view, Canvas canvas, int[] at, int row, boolean selected) {
        canvas.put(at[0], row, view.run().text(), Role.TEXT);
        canvas.foreign(at[1], row, 25, view.runbook() + " of " + view.database(), Role.TEXT);
        canvas.foreign(at[2], row, 21, view.stateText(), role(view.state()));
        Duration since = Duration.between(view.endedAt().orElse(view.startedAt()), model.now());
        canvas.put(at[3], row, canvas.fit(Figures.span(since), 6), Role.TEXT);
        canvas.foreign(at[4], row, canvas.columns() - at[4] - 2, step(view), Role.TEXT);
        if (selected) {
            canvas.put(2, row, ">", Role.SELECTED);
            canvas.tint(1, row, canvas.columns() - 2, Role.SELECTED);
        }
    }

    private static String step(RunView view) {
        return view.state().isEnded()
                ? view.linesDone() + " of " + view.lines().size()
                : view.current() + " of " + view.lines().size()
                        + (view.question().isPresent() ? "  asks" : "");
    }

    static Role role(RunState state) {
        return switch (state) {
            case FAILED, LOST -> Role.BAD;
            case ASKING, PAUSED, UNDOING -> Role.WARN;
            case DONE -> Role.OK;
            case PLANNED, WORKING, UNDONE, ABORTED -> Role.TEXT;
        };
    }

    private static void details(RunView view, Canvas canvas, int row, int end) {
        int width = canvas.columns() - 4;
        List<String> lines = new ArrayList<>(Wrap.wrap(view.safeNow(), width, ""));
        lines.add("");
        if (view.state() == RunState.LOST) {
            view.question().ifPresent(question -> lost(question, width, lines));
        }
        List<RunView.Evidence> evidence = view.evidence();
        int room = Math.max(0, end - row - lines.size() - 1);
        for (RunView.Evidence item : evidence.subList(Math.max(0, evidence.size() - room), evidence.size())) {
            lines.addAll(FactText.lines(item, Integer.MAX_VALUE));
        }
        int at = row;
        for (String line : lines) {
            if (at < end) {
                canvas.foreign(2, at++, width, line, Role.TEXT);
            }
        }
    }

    /// What was found just now counts more than what the run wrote down before it was lost.
    private static void lost(Question question, int width, List<String> lines) {
        for (Fact fact : question.lines()) {
            lines.addAll(Wrap.wrap(String.format(Locale.ROOT, "%-6s %s", fact.label(), fact.text()), width, "       "));
        }
        lines.add("");
    }

    static List<String> describe(Model model, Place.RunList place) {
        List<String> lines = new ArrayList<>();
        lines.add(model.runs().isEmpty() ? "No runs." : "Runs, unfinished first");
        for (int i = 0; i < model.runs().size(); i++) {
            RunView view = model.runs().get(i);
            lines.add((i == place.selected() ? "> " : "  ") + view.run() + "  " + view.runbook() + " of "
                    + view.database() + ", " + view.stateText() + ", step " + step(view));
        }
        return lines;
    }
}
