package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.runbooks.PointChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Screen 2: the moments one can go back to, newest first; Enter takes one to the runbooks.
final class PointsScreen {
    private static final int MOST_DESCRIBED = 20;

    private PointsScreen() {}

    static List<Points.Point> points(Place.RestorePoints place) {
        return place.points().value().map(Points.PointList::newestFirst).orElse(List.of());
    }

    static List<Binding> bindings(Model model, Place.RestorePoints place) {
        int page = Math.max(1, model.size().getRows() - 8);
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "restore to it", "runbooks with this point", m -> choose(m, place)));
        List<Binding> moves = Moves.list(
                place.selected(),
                points(place).size(),
                page,
                (m, to) -> Next.of(m.at(new Place.RestorePoints(place.database(), place.points(), to))));
        bindings.add(moves.get(0));
        bindings.add(moves.get(1).withHint("move"));
        bindings.addAll(moves.subList(2, moves.size()));
        return bindings;
    }

    private static Next choose(Model model, Place.RestorePoints place) {
        List<Points.Point> points = points(place);
        if (place.selected() >= points.size()) {
            return Next.of(model);
        }
        Points.Point point = points.get(place.selected());
        return Everywhere.runbooks(model, place.database(), "", new PointChoice.At(point.place()));
    }

    static void view(Model model, Place.RestorePoints place, Canvas canvas) {
        Rect area = new Rect(0, 1, canvas.columns(), canvas.rows() - 4);
        List<Points.Point> points = points(place);
        Painters.box(canvas, area, "Restore points " + Figures.count(points.size()) + "  newest first");
        int row = area.row() + 1;
        place.points()
                .value()
                .ifPresent(list -> canvas.foreign(
                        2, row, canvas.columns() - 4, list.replica() + "   format " + list.format(), Role.DIM));
        canvas.put(4, row + 1, "TIME (UTC)", Role.HEADING);
        canvas.put(26, row + 1, "KIND", Role.HEADING);
        canvas.put(36, row + 1, "SIZE", Role.HEADING);
        canvas.put(46, row + 1, "GENERATION", Role.HEADING);
        canvas.put(64, row + 1, "WAL", Role.HEADING);
        if (points.isEmpty()) {
            empty(model, place, canvas, row + 2);
        }
        int height = area.height() - 4;
        int top = Moves.top(place.selected(), points.size(), height);
        for (int i = top; i < Math.min(points.size(), top + height); i++) {
            point(points.get(i), canvas, row + 2 + i - top, i == place.selected());
        }
    }

    private static void point(Points.Point point, Canvas canvas, int row, boolean selected) {
        canvas.put(4, row, Figures.full(point.time()), Role.TEXT);
        canvas.put(26, row, kind(point), Role.TEXT);
        canvas.put(36, row, Figures.size(point.sizeBytes()), Role.TEXT);
        switch (point.place()) {
            case Position position -> {
                canvas.put(46, row, position.generation().toString(), Role.TEXT);
                String wal = String.format(Locale.ROOT, "%x/%x", position.index(), position.offset());
                canvas.put(64, row, canvas.fit(wal, 14), Role.TEXT);
            }
            case Txid txid -> canvas.put(46, row, txid.text(), Role.TEXT);
        }
        if (selected) {
            canvas.put(2, row, ">", Role.SELECTED);
            canvas.tint(1, row, canvas.columns() - 2, Role.SELECTED);
        }
    }

    private static void empty(Model model, Place.RestorePoints place, Canvas canvas, int row) {
        int at = row;
        for (String line : reasons(model, place)) {
            canvas.foreign(4, at++, canvas.columns() - 6, line, Role.TEXT);
        }
    }

    private static List<String> reasons(Model model, Place.RestorePoints place) {
        if (place.points().problem().isPresent()) {
            return Problems.lines(place.points().problem().get());
        }
        if (place.points().isLoading()) {
            return place.points()
                    .waiting(model.now())
                    .map(wait -> List.of("listing the replica of " + place.database() + "  " + wait.toSeconds() + " s"))
                    .orElse(List.of());
        }
        return List.of("The replica holds no point yet: nothing was uploaded for this database.");
    }

    private static String kind(Points.Point point) {
        return switch (point.kind()) {
            case SNAPSHOT -> "snapshot";
            case CHANGES -> "changes";
        };
    }

    static List<String> describe(Place.RestorePoints place) {
        List<String> lines = new ArrayList<>();
        List<Points.Point> points = points(place);
        lines.add("Restore points of " + place.database() + ": " + points.size() + ", newest first");
        for (int i = 0; i < Math.min(MOST_DESCRIBED, points.size()); i++) {
            Points.Point point = points.get(i);
            lines.add("  " + (i + 1) + "  " + Figures.full(point.time()) + "Z  " + kind(point) + "  "
                    + Figures.size(point.sizeBytes()));
        }
        if (points.size() > MOST_DESCRIBED) {
            lines.add("  and " + (points.size() - MOST_DESCRIBED) + " older ones: lifeboat points");
        }
        place.points().problem().ifPresent(problem -> lines.addAll(Problems.lines(problem)));
        return lines;
    }
}
