package dev.lifeboat.runbooks.run;

import java.util.List;

/// The run after an event, and what that asks for.
public record Next(RunModel model, List<Effect> effects) {
    public Next {
        effects = List.copyOf(effects);
    }
}
