package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.Painters;
import dev.lifeboat.app.tui.paint.Rect;
import dev.lifeboat.app.tui.paint.Role;
import java.util.ArrayList;
import java.util.List;

/// A text to read: the report of a run.
final class ReadingScreen {
    private ReadingScreen() {}

    static List<String> lines(Place.Reading place) {
        return place.lines()
                .problem()
                .map(Problems::lines)
                .orElseGet(() -> place.lines().value().orElse(List.of()));
    }

    static List<Binding> bindings(Place.Reading place) {
        List<Binding> moves = Moves.list(
                place.top(),
                lines(place).size(),
                10,
                (m, to) -> Next.of(m.at(new Place.Reading(place.title(), place.run(), place.lines(), to))));
        List<Binding> bindings = new ArrayList<>();
        bindings.add(new Binding(
                List.of("Down", "j"), "Up Down", "scroll", "down", moves.get(1).act()));
        bindings.add(Binding.of("Enter", "back", "back", Update::back));
        bindings.addAll(moves);
        return bindings;
    }

    static void view(Place.Reading place, Canvas canvas) {
        Rect area = new Rect(0, 1, canvas.columns(), canvas.rows() - 4);
        Painters.box(canvas, area, place.title());
        int width = area.width() - 4;
        List<String> wrapped = new ArrayList<>();
        List<String> lines = lines(place);
        for (int i = Math.min(place.top(), lines.size()); i < lines.size() && wrapped.size() < area.height(); i++) {
            wrapped.addAll(Wrap.wrap(lines.get(i), width, "    "));
        }
        int row = area.row() + 1;
        for (String line : wrapped) {
            if (row < area.endRow() - 1) {
                canvas.foreign(2, row++, width, line, line.startsWith("#") ? Role.HEADING : Role.TEXT);
            }
        }
    }

    static List<String> describe(Place.Reading place) {
        return lines(place);
    }
}
