package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The keys of the screen in front and those of every screen, from the table that dispatches them (tui.md 6.9).
final class HelpScreen {
    private static final int WIDTH = 72;
    private static final int KEY_WIDTH = 12;

    private HelpScreen() {}

    static List<Binding> bindings(Model model, Overlay.Help help) {
        int count = Math.max(here(model).size(), everywhere(model).size());
        List<Binding> moves =
                Moves.list(help.top(), count, 10, (m, to) -> Next.of(m.withOverlay(new Overlay.Help(to))));
        List<Binding> bindings = new ArrayList<>();
        bindings.add(new Binding(
                List.of("q", "Esc", "Enter", "?", "F1"), "q", "close", "close", m -> Next.of(m.withoutOverlay())));
        bindings.add(new Binding(
                List.of("Down", "j"), "Up Down", "scroll", "down", moves.get(1).act()));
        bindings.addAll(moves);
        return bindings;
    }

    static void view(Model model, Overlay.Help help, Canvas canvas) {
        Rect area = new Rect((canvas.columns() - WIDTH) / 2, 2, WIDTH, canvas.rows() - 5);
        canvas.blank(area);
        Painters.box(canvas, area, "Keys here   q or Esc to close");
        int left = area.column() + 2;
        int right = area.column() + 38;
        canvas.put(left, area.row() + 2, "This screen", Role.HEADING);
        canvas.put(right, area.row() + 2, "Everywhere", Role.HEADING);
        int rows = area.height() - 8;
        column(canvas, new Rect(left, area.row() + 3, 34, rows), here(model), help.top());
        column(canvas, new Rect(right, area.row() + 3, 32, rows), everywhere(model), help.top());
        int below = area.endRow() - 4;
        canvas.put(left, below, "Marks: v done  > now  ! asks  X failed  ~ partly  . not checked", Role.TEXT);
        canvas.put(left, below + 1, "Colour is never the only sign. --no-color, --ascii, --plain exist.", Role.TEXT);
    }

    private static void column(Canvas canvas, Rect area, List<Binding> bindings, int top) {
        int first = Math.min(top, Math.max(0, bindings.size() - area.height()));
        for (int i = first; i < Math.min(bindings.size(), first + area.height()); i++) {
            int row = area.row() + i - first;
            canvas.put(area.column(), row, canvas.fit(bindings.get(i).shown(), KEY_WIDTH - 1), Role.KEY);
            canvas.put(
                    area.column() + KEY_WIDTH,
                    row,
                    canvas.fit(bindings.get(i).help(), area.width() - KEY_WIDTH),
                    Role.TEXT);
        }
    }

    private static List<Binding> here(Model model) {
        return Screens.bindings(model).stream()
                .filter(firstOf(Screens.bindings(model)))
                .toList();
    }

    /// A key that the table names twice does what its first line says: only that one is shown.
    private static Predicate<Binding> firstOf(List<Binding> all) {
        return binding -> all.stream()
                .filter(other -> other.keys().contains(binding.keys().getFirst()))
                .findFirst()
                .filter(first -> first == binding)
                .isPresent();
    }

    private static List<Binding> everywhere(Model model) {
        List<Binding> bindings = new ArrayList<>(Everywhere.bindings(model));
        bindings.addAll(Everywhere.always());
        return bindings;
    }

    static List<String> describe() {
        return List.of(
                "Words: a number chooses from the list, Enter goes on, runbooks, runs, points, report, back, help, quit.",
                "Keys of the full screen work too: r, R, t, q, p (pause), x (abort), u (undo plan).");
    }
}
