package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.PointChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys that mean the same on every screen (tui.md 5).
final class Everywhere {
    private Everywhere() {}

    /// Keys that screens leave alone.
    static List<Binding> bindings(Model model) {
        List<Binding> bindings = new ArrayList<>();
        boolean home = model.stack().size() == 1;
        bindings.add(new Binding(
                List.of("?", "F1"), "?", "help", "this help", m -> Next.of(m.withOverlay(new Overlay.Help(0)))));
        if (home) {
            bindings.add(Binding.of("q", "quit", "leave, runs go on", m -> Next.of(m, new Effect.Quit())));
        } else {
            bindings.add(Binding.quiet("q", "back; from the dashboard: leave", Update::back));
            // The player says the same with its own `q`.
            String hint = model.place() instanceof Place.Player ? "" : "back";
            bindings.add(0, Binding.of("Esc", hint, "back, work goes on", Update::back));
        }
        bindings.add(Binding.quiet("1", "dashboard", Everywhere::dashboard));
        bindings.add(new Binding(List.of("2", "t"), "2 t", "", "restore points", Everywhere::points));
        bindings.add(new Binding(List.of("3", "r"), "3 r", "", "runbooks", m -> runbooks(m, "")));
        bindings.add(new Binding(List.of("4", "R"), "4 R", "", "runs", Everywhere::runs));
        return bindings;
    }

    /// Keys that work even in a field and under an overlay.
    static List<Binding> always() {
        return List.of(
                new Binding(List.of("Ctrl+l"), "Ctrl+L", "", "redraw", m -> Next.of(m, new Effect.Redraw())),
                new Binding(
                        List.of("Ctrl+z"), "Ctrl+Z", "", "shell, fg returns", m -> Next.of(m, new Effect.Suspend())),
                new Binding(List.of("Ctrl+c"), "Ctrl+C", "", "asks what is meant", Overlays::interrupt));
    }

    static Next dashboard(Model model) {
        return Update.arrive(model.withStack(List.of(model.stack().getFirst())));
    }

    static Next points(Model model) {
        Optional<String> database = chosenDatabase(model);
        if (database.isEmpty()) {
            return Next.of(model.withNote("No database is chosen."));
        }
        Model counted = model.requesting();
        Load<Points.PointList> load = Load.<Points.PointList>nothing().asked(counted.requests(), counted.now());
        return Next.of(
                home(counted).open(new Place.RestorePoints(database.get(), load, 0)),
                new Effect.ListPoints(counted.requests(), database.get()));
    }

    /// Opens the runbooks of the chosen database with `wanted` chosen, the first one where that is empty.
    static Next runbooks(Model model, String wanted) {
        return chosenDatabase(model)
                .map(database -> runbooks(model, database, wanted, new PointChoice.Newest()))
                .orElseGet(() -> Next.of(model.withNote("No database is chosen.")));
    }

    static Next runbooks(Model model, String database, String wanted, PointChoice point) {
        Model counted = model.requesting();
        Place.Runbooks place = new Place.Runbooks(
                database,
                wanted,
                point,
                Load.<List<dev.lifeboat.runbooks.RunbookInfo>>nothing().asked(counted.requests(), counted.now()),
                0,
                Load.nothing());
        return Next.of(home(counted).open(place), new Effect.ListRunbooks(counted.requests()));
    }

    static Next runs(Model model) {
        return Update.arrive(home(model).open(new Place.RunList(0)));
    }

    private static Model home(Model model) {
        return model.withStack(List.of(model.stack().getFirst()));
    }

    /// The database that the screen in front is about.
    static Optional<String> chosenDatabase(Model model) {
        return switch (model.place()) {
            case Place.Dashboard dashboard -> DashboardScreen.chosen(model, dashboard);
            case Place.RestorePoints points -> Optional.of(points.database());
            case Place.Runbooks runbooks -> Optional.of(runbooks.database());
            case Place.Player player -> player.view().map(view -> view.database());
            case Place.RunList list -> RunsScreen.chosen(model, list).map(view -> view.database());
            case Place.Reading _ -> Optional.empty();
        };
    }
}
