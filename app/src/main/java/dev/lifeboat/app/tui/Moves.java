package dev.lifeboat.app.tui;

import java.util.List;
import java.util.function.BiFunction;

/// The keys that move in a list, the same on every screen.
final class Moves {
    private Moves() {}

    /// `move` gets the model and the new index, which is always within `[0, count)`.
    static List<Binding> list(int selected, int count, int page, BiFunction<Model, Integer, Next> move) {
        return List.of(
                binding(List.of("Up", "k"), "Up k", "up", selected - 1, count, move),
                binding(List.of("Down", "j"), "Down j", "down", selected + 1, count, move),
                binding(List.of("PgUp", "Ctrl+u"), "PgUp Ctrl+U", "page up", selected - page, count, move),
                binding(List.of("PgDn", "Ctrl+d"), "PgDn Ctrl+D", "page down", selected + page, count, move),
                binding(List.of("Home", "g"), "Home g", "first", 0, count, move),
                binding(List.of("End", "G"), "End G", "last", count - 1, count, move));
    }

    private static Binding binding(
            List<String> keys, String shown, String help, int to, int count, BiFunction<Model, Integer, Next> move) {
        int target = Math.max(0, Math.min(count - 1, to));
        return new Binding(keys, shown, "", help, model -> move.apply(model, target));
    }

    /// The first row of a window of `height` rows over a list that keeps `selected` in sight.
    static int top(int selected, int count, int height) {
        return Math.max(0, Math.min(selected - height / 2, count - height));
    }
}
