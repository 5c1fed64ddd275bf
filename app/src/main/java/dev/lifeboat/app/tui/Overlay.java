package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import java.util.List;

/// What lies over a screen; Esc takes it away first.
sealed interface Overlay {
    record Help(int top) implements Overlay {}

    /// A text to read: a problem in its three parts (tui.md 6.12), a dry run, a confirmation in full. `top` is
    /// the first line in sight.
    record Text(String title, List<String> lines, int top) implements Overlay {
        public Text {
            lines = List.copyOf(lines);
        }

        static Text of(Problem problem) {
            return new Text("Problem", Problems.lines(problem), 0);
        }
    }

    /// A confirmation that a key of ours asked for.
    record Dialog(String title, List<String> lines, int top, Form form, Intent intent) implements Overlay {
        public Dialog {
            lines = List.copyOf(lines);
        }

        Dialog withForm(Form newForm) {
            return new Dialog(title, lines, top, newForm, intent);
        }

        Dialog from(int newTop) {
            return new Dialog(title, lines, newTop, form, intent);
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
