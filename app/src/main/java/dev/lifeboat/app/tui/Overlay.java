package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import java.util.List;

/// What lies over a screen; Esc takes it away first.
sealed interface Overlay {
    record Help(int top) implements Overlay {}

    /// A problem in its three parts (tui.md 6.12).
    record Trouble(Problem problem) implements Overlay {}

    /// A confirmation that a key of ours asked for.
    record Dialog(String title, List<String> lines, Form form, Intent intent) implements Overlay {
        public Dialog {
            lines = List.copyOf(lines);
        }
    }

    /// What the button that is not safe does.
    sealed interface Intent {
        record Start(RunPlan plan) implements Intent {}

        record Abort(RunId run) implements Intent {}

        record Undo(RunId run) implements Intent {}

        /// Ctrl+C: the choice is `leave` or `abort`.
        record Interrupt() implements Intent {}
    }
}
