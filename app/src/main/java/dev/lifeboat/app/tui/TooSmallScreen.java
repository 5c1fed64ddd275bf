package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.runbooks.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One page with what matters, for a window in which no screen has room (tui.md 6.13).
final class TooSmallScreen {
    private TooSmallScreen() {}

    static List<Binding> bindings(Model model) {
        String leave = running(model).isPresent() ? "leave, the run goes on" : "leave";
        return List.of(Binding.of("q", leave, "leave", m -> Next.of(m, new Effect.Quit())));
    }

    static void view(Model model, Canvas canvas) {
        Role role = model.where().production() ? Role.BANNER_PRODUCTION : Role.BANNER;
        canvas.tint(0, 0, canvas.columns(), role);
        canvas.foreign(
                1,
                0,
                canvas.columns() - 1,
                model.where().environment() + "  " + model.where().host(),
                role);
        List<String> lines = new ArrayList<>();
        lines.add("This window is " + model.size().getColumns() + " x "
                + model.size().getRows() + ". The screens need " + Model.LEAST_COLUMNS + " x " + Model.LEAST_ROWS
                + ".");
        lines.add("Enlarge it, or leave with q and use: lifeboat --plain");
        lines.add("");
        running(model).ifPresent(view -> lines.add(run(view)));
        model.attention()
                .forEach(item -> lines.add(Rows.mark(item.severity()) + " " + item.database() + " " + item.what()));
        int row = 2;
        for (String line : lines) {
            for (String part : Wrap.wrap(line, Math.max(1, canvas.columns() - 2), "")) {
                if (row < canvas.rows() - 1) {
                    canvas.foreign(1, row++, canvas.columns() - 2, part, Role.TEXT);
                }
            }
        }
        Chrome.keys(model, canvas);
    }

    private static String run(RunView view) {
        return "run " + view.run() + " " + view.runbook() + " of " + view.database() + ": step " + view.current()
                + " of " + view.lines().size() + ", " + view.stateText();
    }

    private static Optional<RunView> running(Model model) {
        return model.place() instanceof Place.Player player
                ? player.view().filter(view -> !view.state().isEnded())
                : Needs.unfinished(model.runs()).stream().findFirst();
    }
}
