package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.app.tui.paint.Sanitizer;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands on every screen: the first row, the message row and the key bar.
final class Chrome {
    private Chrome() {}

    static void banner(Model model, Canvas canvas) {
        Role role = model.where().production() ? Role.BANNER_PRODUCTION : Role.BANNER;
        int columns = canvas.columns();
        canvas.tint(0, 0, columns, role);
        String right = right(model);
        int end = columns - 1 - CellWidth.of(right);
        String environment = model.where().environment();
        int at = environment.isEmpty() ? -1 : canvas.foreign(1, 0, 20, environment, role);
        at = canvas.foreign(at + 2, 0, 20, model.where().host(), role);
        int room = end - 2 - (at + 2);
        canvas.foreign(at + 2, 0, room, tail(Screens.title(model), room, canvas), role);
        canvas.put(end, 0, right, role);
    }

    /// The end of a path says more than its beginning.
    private static String tail(String title, int room, Canvas canvas) {
        String clean = Sanitizer.clean(title);
        if (CellWidth.of(clean) <= room) {
            return clean;
        }
        String cut = canvas.glyphs().cut();
        List<String> clusters = CellWidth.clusters(clean);
        int from = 0;
        int cells = CellWidth.of(clean);
        while (from < clusters.size() && cells > room - cut.length()) {
            cells -= CellWidth.of(clusters.get(from++));
        }
        return cut + String.join("", clusters.subList(from, clusters.size()));
    }

    private static String right(Model model) {
        String clock = Figures.minute(model.now()) + " UTC";
        if (!(model.place() instanceof Place.Player player) || player.view().isEmpty()) {
            return clock;
        }
        RunView view = player.view().get();
        Instant end = view.endedAt().orElse(model.now());
        String watching = view.watching() > 1 ? view.watching() + " watching  " : "";
        return watching + clock + "  " + Figures.stopwatch(Duration.between(view.startedAt(), end));
    }

    /// The safe-now line during a run, else what is loading, else the last message.
    static void message(Model model, Canvas canvas) {
        int row = canvas.rows() - 2;
        Optional<String> text = model.note().map(Model.Note::text).or(() -> standing(model));
        text.ifPresent(line -> canvas.foreign(1, row, canvas.columns() - 2, line, Role.TEXT));
    }

    private static Optional<String> standing(Model model) {
        if (model.place() instanceof Place.Player player && player.view().isPresent()) {
            return Optional.of(PlayerScreen.safeNow(player, player.view().get()));
        }
        if (model.place() instanceof Place.Runbooks) {
            return Optional.of("the plan shown is the plan that runs; a dry run walks it and changes nothing");
        }
        if (model.place() instanceof Place.RestorePoints) {
            return Optional.of("nothing is changed by looking");
        }
        return Needs.unfinished(model.runs()).stream()
                .findFirst()
                .filter(_ -> model.place() instanceof Place.Dashboard)
                .map(run ->
                        "run " + run.run() + "  " + run.runbook() + " of " + run.database() + ": " + run.stateText());
    }

    /// The bar drops hints from the right when there is no room, never `?`.
    static void keys(Model model, Canvas canvas) {
        List<Hint> hints = fitting(Update.hints(model), canvas.columns() - 1);
        int row = canvas.rows() - 1;
        int at = 1;
        for (Hint hint : hints) {
            at = canvas.put(at, row, hint.key(), Role.KEY);
            at = canvas.put(at + 1, row, hint.text(), Role.TEXT) + 2;
        }
    }

    static List<Hint> fitting(List<Hint> hints, int room) {
        List<Hint> kept = new ArrayList<>(hints);
        while (width(kept) > room && kept.size() > 1) {
            kept.remove(kept.getLast().key().equals("?") ? kept.size() - 2 : kept.size() - 1);
        }
        return kept;
    }

    private static int width(List<Hint> hints) {
        return hints.stream()
                        .mapToInt(hint -> hint.key().length() + hint.text().length() + 3)
                        .sum()
                - 2;
    }
}
