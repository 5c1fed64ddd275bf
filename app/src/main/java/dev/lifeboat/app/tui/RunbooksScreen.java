package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunbookInfo;
import java.util.ArrayList;
import java.util.List;

/// Screen 3: what happened? The runbooks at the left, the plan of the chosen one at the right (tui.md 6.4).
final class RunbooksScreen {
    private static final int LEFT_COLUMNS = 34;
    private static final int SUMMARY_COLUMN = 19;

    private RunbooksScreen() {}

    static Place.Runbooks withPlan(Place.Runbooks place, Load<RunPlan> plan) {
        return new Place.Runbooks(
                place.database(), place.wanted(), place.point(), place.list(), place.selected(), plan);
    }

    /// Asks for the plan of the chosen runbook.
    static Next plan(Model model, Place.Runbooks place) {
        if (place.chosen().isEmpty()) {
            return Next.of(model.at(place));
        }
        Model counted = model.requesting();
        long request = counted.requests();
        Load<RunPlan> asked = Load.<RunPlan>nothing().asked(request, counted.now());
        return Next.of(
                counted.at(withPlan(place, asked)),
                new Effect.PlanRun(request, place.chosen().get().id(), place.database(), place.point()));
    }

    static List<Binding> bindings(Model model, Place.Runbooks place) {
        int count = place.list().value().map(List::size).orElse(0);
        List<Binding> moves = Moves.list(place.selected(), count, 3, (m, to) -> select(m, place, to));
        List<Binding> bindings = new ArrayList<>(moves.subList(2, moves.size()));
        bindings.add(0, moves.get(0));
        bindings.add(
                1,
                new Binding(
                        List.of("Down", "j"),
                        "j/k",
                        "choose",
                        "down",
                        moves.get(1).act()));
        bindings.add(2, Binding.of("Enter", "start", "start it (asks first)", m -> start(m, place)));
        bindings.add(3, Binding.of("D", "dry run", "every step, changes nothing", m -> dryRun(m, place)));
        return bindings;
    }

    private static Next select(Model model, Place.Runbooks place, int to) {
        return to == place.selected()
                ? Next.of(model)
                : plan(
                        model,
                        new Place.Runbooks(
                                place.database(), place.wanted(), place.point(), place.list(), to, Load.nothing()));
    }

    private static Next start(Model model, Place.Runbooks place) {
        if (place.plan().value().isEmpty()) {
            String why =
                    place.plan().problem().map(problem -> problem.message()).orElse("the plan is being made");
            return Next.of(model.withNote(why));
        }
        RunPlan plan = place.plan().value().get();
        return plan.obstacle()
                .map(need -> Next.of(model.withNote("cannot start: " + need.name() + ": " + need.text())))
                .orElseGet(() -> Next.of(Overlays.start(model, plan)));
    }

    /// Looks afresh and shows what would be done; what is on the screen stays until then.
    private static Next dryRun(Model model, Place.Runbooks place) {
        if (place.chosen().isEmpty()) {
            return Next.of(model);
        }
        Model counted = model.requesting();
        long request = counted.requests();
        Place.Runbooks asked = withPlan(place, place.plan().asked(request, counted.now()));
        return Next.of(
                counted.at(asked).withNote("walking the steps, changing nothing"),
                new Effect.DryRun(request, place.chosen().get().id(), place.database(), place.point()));
    }

    static void view(Model model, Place.Runbooks place, Canvas canvas) {
        int height = canvas.rows() - 4;
        Rect left = new Rect(0, 1, LEFT_COLUMNS, height);
        Rect right = new Rect(LEFT_COLUMNS, 1, canvas.columns() - LEFT_COLUMNS, height);
        Painters.box(canvas, left, "What happened?");
        list(place, canvas, left);
        Painters.box(
                canvas,
                right,
                place.chosen().map(one -> one.number() + " " + one.title()).orElse(""));
        place.plan()
                .value()
                .ifPresentOrElse(plan -> plan(plan, canvas, right), () -> waiting(model, place, canvas, right));
    }

    private static void list(Place.Runbooks place, Canvas canvas, Rect area) {
        List<RunbookInfo> all = place.list().value().orElse(List.of());
        int visible = (area.height() - 1) / 3;
        int top = Moves.top(place.selected(), all.size(), visible);
        for (int i = top; i < Math.min(all.size(), top + visible); i++) {
            RunbookInfo runbook = all.get(i);
            int row = area.row() + 1 + (i - top) * 3;
            String title = runbook.number() + " " + runbook.title();
            boolean selected = i == place.selected();
            canvas.foreign(4, row, area.width() - 5, title, Role.TEXT);
            canvas.foreign(6, row + 1, area.width() - 7, runbook.when(), Role.DIM);
            if (selected) {
                canvas.put(2, row, ">", Role.SELECTED);
                canvas.tint(1, row, area.width() - 2, Role.SELECTED);
            }
        }
    }

    private static void plan(RunPlan plan, Canvas canvas, Rect area) {
        int width = area.width() - 3;
        int column = area.column() + 2;
        int row = area.row() + 1;
        for (String line : Wrap.wrap(PlanText.headline(plan), width, "")) {
            canvas.foreign(column, row++, width, line, Role.TEXT);
        }
        row++;
        for (RunPlan.Line line : plan.lines()) {
            canvas.foreign(column, row, 17, line.number() + " " + PlanText.uncapped(line.title()), Role.TEXT);
            if (line.asksForName()) {
                canvas.put(column + SUMMARY_COLUMN - 2, row, "!", Role.WARN);
            }
            String summary =
                    line.asksForName() ? "asks for the name" : Figures.fitting(line.summary(), width - SUMMARY_COLUMN);
            canvas.foreign(column + SUMMARY_COLUMN, row++, width - SUMMARY_COLUMN, summary, Role.TEXT);
        }
        row = needs(plan, canvas, new Rect(column, row + 1, width, area.endRow() - row - 2));
        facts(plan.facts(), canvas, new Rect(column, row + 1, width, area.endRow() - row - 2));
    }

    private static int needs(RunPlan plan, Canvas canvas, Rect area) {
        int row = area.row();
        canvas.put(area.column(), row, "needs", Role.DIM);
        for (String line : needLines(plan, area.width() - 7)) {
            if (row < area.endRow()) {
                canvas.foreign(
                        area.column() + 7, row++, area.width() - 7, line, line.startsWith("X ") ? Role.BAD : Role.TEXT);
            }
        }
        return row;
    }

    /// Needs that are met share lines; one that is not has its own.
    private static List<String> needLines(RunPlan plan, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (RunPlan.Need need : plan.needs()) {
            String said = need.text().startsWith(need.name()) ? need.text() : need.name() + " " + need.text();
            // A need that is not met says everything.
            String text = need.met() ? Figures.fitting(said, width) : said;
            if (!need.met()) {
                lines.addAll(Wrap.wrap("X " + text, width, "  "));
            } else if (!line.isEmpty() && CellWidth.of(line) + 3 + CellWidth.of(text) <= width) {
                line = line + "   " + text;
            } else {
                if (!line.isEmpty()) {
                    lines.add(line);
                }
                line = text;
            }
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    private static void facts(List<Fact> facts, Canvas canvas, Rect area) {
        int row = area.row();
        for (Fact fact : facts) {
            if (row < area.endRow()) {
                canvas.foreign(area.column(), row, 6, fact.label(), Role.DIM);
                canvas.foreign(
                        area.column() + 7,
                        row++,
                        area.width() - 7,
                        Figures.fitting(fact.text(), area.width() - 7),
                        Role.TEXT);
            }
        }
    }

    private static void waiting(Model model, Place.Runbooks place, Canvas canvas, Rect area) {
        int row = area.row() + 1;
        for (String line : reasons(model, place)) {
            for (String part : Wrap.wrap(line, area.width() - 4, "  ")) {
                canvas.foreign(area.column() + 2, row++, area.width() - 3, part, Role.TEXT);
            }
        }
    }

    private static List<String> reasons(Model model, Place.Runbooks place) {
        Load<?> load = place.chosen().isPresent() ? place.plan() : place.list();
        if (load.problem().isPresent()) {
            return Problems.lines(load.problem().get());
        }
        return load.waiting(model.now())
                .map(wait -> List.of("looking at " + place.database() + ", its services and its replica  "
                        + wait.toSeconds() + " s"))
                .orElse(List.of());
    }

    static List<String> describe(Place.Runbooks place) {
        List<String> lines = new ArrayList<>();
        lines.add("What happened to " + place.database() + "?");
        List<RunbookInfo> all = place.list().value().orElse(List.of());
        for (int i = 0; i < all.size(); i++) {
            lines.add((i == place.selected() ? "> " : "  ") + all.get(i).number() + "  "
                    + all.get(i).title() + ": " + all.get(i).when());
        }
        place.list().problem().ifPresent(problem -> lines.addAll(Problems.lines(problem)));
        place.plan().problem().ifPresent(problem -> lines.addAll(Problems.lines(problem)));
        place.plan().value().ifPresent(plan -> {
            lines.add("");
            lines.add(PlanText.headline(plan));
            plan.lines()
                    .forEach(line -> lines.add("  " + line.number() + "  " + PlanText.uncapped(line.title()) + ": "
                            + (line.asksForName() ? "asks for the name" : line.summary())));
            plan.needs()
                    .forEach(need ->
                            lines.add("  needs " + need.name() + ": " + (need.met() ? "" : "NOT MET, ") + need.text()));
            plan.facts().forEach(fact -> lines.add("  " + fact.label() + "  " + fact.text()));
        });
        return lines;
    }
}
