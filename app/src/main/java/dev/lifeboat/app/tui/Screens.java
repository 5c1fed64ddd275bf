package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import java.util.List;

/// Sends each question about the screen in front to the class of that screen.
final class Screens {
    private Screens() {}

    static List<Binding> bindings(Model model) {
        return switch (model.place()) {
            case Place.Dashboard place -> DashboardScreen.bindings(model, place);
            case Place.RestorePoints place -> PointsScreen.bindings(model, place);
            case Place.Runbooks place -> RunbooksScreen.bindings(model, place);
            case Place.Player place -> PlayerScreen.bindings(model, place);
            case Place.RunList place -> RunsScreen.bindings(model, place);
            case Place.Reading place -> ReadingScreen.bindings(place);
        };
    }

    /// Paints every cell of the screen; decides nothing.
    static void view(Model model, Canvas canvas) {
        if (model.isTooSmall()) {
            TooSmallScreen.view(model, canvas);
            return;
        }
        Chrome.banner(model, canvas);
        switch (model.place()) {
            case Place.Dashboard place -> DashboardView.view(model, place, canvas);
            case Place.RestorePoints place -> PointsScreen.view(model, place, canvas);
            case Place.Runbooks place -> RunbooksScreen.view(model, place, canvas);
            case Place.Player place -> PlayerView.view(model, place, canvas);
            case Place.RunList place -> RunsScreen.view(model, place, canvas);
            case Place.Reading place -> ReadingScreen.view(place, canvas);
        }
        model.overlay().ifPresent(overlay -> Overlays.view(model, overlay, canvas));
        Chrome.message(model, canvas);
        Chrome.keys(model, canvas);
    }

    /// The same in lines, for plain mode (tui.md 6.14).
    static List<String> describe(Model model) {
        return switch (model.place()) {
            case Place.Dashboard place -> DashboardScreen.describe(model, place);
            case Place.RestorePoints place -> PointsScreen.describe(place);
            case Place.Runbooks place -> RunbooksScreen.describe(place);
            case Place.Player place -> PlayerScreen.describe(place);
            case Place.RunList place -> RunsScreen.describe(model, place);
            case Place.Reading place -> ReadingScreen.describe(place);
        };
    }

    /// Where we are, for the first row.
    static String title(Model model) {
        return switch (model.place()) {
            case Place.Dashboard _ -> "Dashboard";
            case Place.RestorePoints place -> file(model, place.database()) + " > Restore points";
            case Place.Runbooks place -> file(model, place.database()) + " > Runbooks";
            case Place.Player place ->
                place.view().map(view -> view.path() + " > ").orElse("") + "run " + place.run();
            case Place.RunList _ -> Needs.unfinished(model.runs()).isEmpty() ? "Runs" : "Unfinished work";
            case Place.Reading place -> place.title();
        };
    }

    private static String file(Model model, String database) {
        return model.database(database).map(DatabaseView::file).orElse(database);
    }
}
