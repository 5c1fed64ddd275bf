package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.runbooks.Fact;
import java.util.List;

/// Takes what a step shows while it works. Nothing of it is needed afterwards. Safe for use by several threads.
public interface Progress {
    void facts(List<Fact> facts);

    /// Replaces the bar with the same label.
    void bar(String label, long done, long total, EngineEvent.Unit unit);

    /// A command or file operation as it is done.
    void operation(String text);
}
