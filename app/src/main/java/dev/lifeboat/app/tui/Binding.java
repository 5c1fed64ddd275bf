package dev.lifeboat.app.tui;

import java.util.List;
import java.util.function.Function;

/// Keys with one meaning. The same table feeds dispatch, key bar and help, so that none of them can promise what
/// another does not keep (tui.md 5). `shown` is how the keys are written, `hint` what the bar says (empty: not in the
/// bar), `help` the line in the help.
record Binding(List<String> keys, String shown, String hint, String help, Function<Model, Next> act) {
    Binding {
        keys = List.copyOf(keys);
    }

    /// A key of which the bar speaks.
    static Binding of(String key, String hint, String help, Function<Model, Next> act) {
        return new Binding(List.of(key), key, hint, help, act);
    }

    /// A key that only the help names.
    static Binding quiet(String key, String help, Function<Model, Next> act) {
        return of(key, "", help, act);
    }

    Binding withHint(String newHint) {
        return new Binding(keys, shown, newHint, help, act);
    }
}
