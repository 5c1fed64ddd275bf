package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Screen 1: which databases are there, are they covered, does anything need me? What its keys do.
final class DashboardScreen {
    private DashboardScreen() {}

    /// Keeps the selection on what it was on, and puts it on the worst thing while nobody has moved.
    static Place.Dashboard settle(Model model, Place.Dashboard place) {
        List<Attention> attention = model.attention();
        boolean urgent = !attention.isEmpty() && attention.getFirst().severity() != Attention.Severity.PARTLY;
        if (!place.touched() && urgent) {
            return new Place.Dashboard(true, attention.getFirst().database(), 0, false);
        }
        int item = Math.max(0, Math.min(place.attention(), attention.size() - 1));
        boolean inAttention = place.inAttention() && !attention.isEmpty();
        String database = model.database(place.database()).isPresent()
                ? place.database()
                : model.databases().stream().findFirst().map(DatabaseView::name).orElse("");
        return new Place.Dashboard(inAttention, database, item, place.touched());
    }

    static Optional<String> chosen(Model model, Place.Dashboard place) {
        if (place.inAttention() && place.attention() < model.attention().size()) {
            return Optional.of(model.attention().get(place.attention()).database());
        }
        return Optional.of(place.database()).filter(name -> !name.isEmpty());
    }

    static int selected(Model model, Place.Dashboard place) {
        List<DatabaseView> databases = model.databases();
        for (int i = 0; i < databases.size(); i++) {
            if (databases.get(i).name().equals(place.database())) {
                return i;
            }
        }
        return 0;
    }

    static List<Binding> bindings(Model model, Place.Dashboard place) {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "open", "open it, or do what the item says", m -> enter(m, place)));
        bindings.addAll(place.inAttention() ? inAttention(model, place) : inDatabases(model, place));
        bindings.add(Binding.of("t", "points", "restore points of the database", Everywhere::points));
        bindings.add(Binding.of("r", "runbooks", "runbooks for the database", m -> Everywhere.runbooks(m, "")));
        bindings.add(Binding.of("R", "runs", "unfinished and finished runs", Everywhere::runs));
        bindings.add(new Binding(
                List.of("Tab", "Shift+Tab"), "Tab", "pane", "databases or attention", m -> otherPane(m, place)));
        return bindings;
    }

    private static List<Binding> inDatabases(Model model, Place.Dashboard place) {
        int count = model.databases().size();
        int selected = selected(model, place);
        List<Binding> bindings = new ArrayList<>();
        // Below the last database is the pane with what needs attention: arrows alone reach everything.
        if (selected == count - 1 && !model.attention().isEmpty()) {
            bindings.add(new Binding(
                    List.of("Down", "j"),
                    "Down j",
                    "",
                    "down",
                    m -> Next.of(m.at(new Place.Dashboard(true, place.database(), 0, true)))));
        }
        bindings.addAll(Moves.list(selected, count, 5, (m, to) -> select(m, place, to)));
        return bindings;
    }

    private static Next select(Model model, Place.Dashboard place, int to) {
        String name = to < model.databases().size() ? model.databases().get(to).name() : place.database();
        return Next.of(model.at(new Place.Dashboard(false, name, place.attention(), true)));
    }

    private static List<Binding> inAttention(Model model, Place.Dashboard place) {
        List<Binding> bindings = new ArrayList<>();
        if (place.attention() == 0) {
            bindings.add(new Binding(
                    List.of("Up", "k"),
                    "Up k",
                    "",
                    "up",
                    m -> select(m, place, m.databases().size() - 1)));
        }
        bindings.addAll(Moves.list(
                place.attention(),
                model.attention().size(),
                5,
                (m, to) -> Next.of(m.at(new Place.Dashboard(true, database(m, to, place), to, true)))));
        return bindings;
    }

    private static String database(Model model, int item, Place.Dashboard place) {
        return item < model.attention().size() ? model.attention().get(item).database() : place.database();
    }

    private static Next otherPane(Model model, Place.Dashboard place) {
        boolean toAttention = !place.inAttention() && !model.attention().isEmpty();
        return Next.of(model.at(new Place.Dashboard(toAttention, place.database(), place.attention(), true)));
    }

    private static Next enter(Model model, Place.Dashboard place) {
        if (!place.inAttention()) {
            boolean damaged = model.database(place.database())
                    .map(database -> database.state() == DatabaseView.State.DAMAGED)
                    .orElse(false);
            return damaged ? Everywhere.runbooks(model, "") : Everywhere.points(model);
        }
        if (place.attention() >= model.attention().size()) {
            return Next.of(model);
        }
        Attention item = model.attention().get(place.attention());
        return switch (item.action()) {
            case Attention.Action.OpenRunbook(String runbook) -> Everywhere.runbooks(model, runbook);
            case Attention.Action.OpenRun(String run)
            when RunId.isValid(run) -> Update.openRun(model, RunId.parse(run));
            case Attention.Action.OpenRun(String run) -> Next.of(model.withNote("not a run: " + run));
            case Attention.Action.Look(String hint) -> Next.of(model.withNote(hint));
        };
    }

    static List<String> describe(Model model, Place.Dashboard place) {
        List<String> lines = new ArrayList<>();
        lines.add("Databases");
        int number = 1;
        for (DatabaseView database : model.databases()) {
            lines.add("  " + number++ + "  " + Rows.spoken(database, model.now()));
        }
        if (model.databases().isEmpty()) {
            lines.add("  " + emptyReason(model));
        }
        if (!model.attention().isEmpty()) {
            lines.add("Attention");
            for (int i = 0; i < model.attention().size(); i++) {
                Attention item = model.attention().get(i);
                boolean chosen = place.inAttention() && i == place.attention();
                lines.add(
                        "  " + Rows.mark(item.severity()) + " " + item.database() + ": " + Figures.oneLine(item.what())
                                + ", " + Rows.action(item.action()) + (chosen ? " (Enter)" : ""));
            }
        }
        return lines;
    }

    static String emptyReason(Model model) {
        if (model.seen().problem().isPresent()) {
            return model.seen().problem().get().message();
        }
        return model.seen().value().isEmpty() ? "looking at the databases" : "No databases are configured.";
    }
}
