package dev.lifeboat.app.tui;

import java.util.ArrayList;
import java.util.List;

/// The model after a message, and what has to be done besides.
public record Next(Model model, List<Effect> effects) {
    public Next {
        effects = List.copyOf(effects);
    }

    static Next of(Model model, Effect... effects) {
        return new Next(model, List.of(effects));
    }

    Next and(Effect effect) {
        List<Effect> more = new ArrayList<>(effects);
        more.add(effect);
        return new Next(model, more);
    }
}
