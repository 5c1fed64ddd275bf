package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunbookInfo;
import java.util.List;
import java.util.Optional;

/// A screen with its state: where the focus is and what was loaded for it.
sealed interface Place {
    /// `database` is the name of the selected one; `touched` is true once somebody moved, so that news no longer move
    /// the focus.
    record Dashboard(boolean inAttention, String database, int attention, boolean touched) implements Place {
        static Dashboard fresh() {
            return new Dashboard(false, "", 0, false);
        }
    }

    record RestorePoints(String database, Load<Points.PointList> points, int selected) implements Place {}

    record Runbooks(
            String database,
            String wanted,
            PointChoice point,
            Load<List<RunbookInfo>> list,
            int selected,
            Load<RunPlan> plan)
            implements Place {
        Optional<RunbookInfo> chosen() {
            return list.value().filter(all -> selected < all.size()).map(all -> all.get(selected));
        }
    }

    /// `form` is the open question, if it is shown; `stayed` the number of the question that was put aside; `up` how
    /// many evidence lines the view is above the end; `ordered` says that the run was told something that
    /// `view` does not show yet.
    record Player(
            RunId run, Optional<RunView> view, Optional<Form> form, int stayed, int up, boolean wide, boolean ordered)
            implements Place {
        static Player of(RunId run) {
            return new Player(run, Optional.empty(), Optional.empty(), 0, 0, false, false);
        }

        Player withForm(Optional<Form> other) {
            return new Player(run, view, other, stayed, up, wide, ordered);
        }

        /// Without the form of question `number`, which is not shown again by itself.
        Player aside(int number) {
            return new Player(run, view, Optional.empty(), number, up, wide, ordered);
        }

        Player scrolled(int lines) {
            return new Player(run, view, form, stayed, lines, wide, ordered);
        }

        Player widened(boolean evidenceAlone) {
            return new Player(run, view, form, stayed, up, evidenceAlone, ordered);
        }

        Player withOrdered(boolean told) {
            return new Player(run, view, form, stayed, up, wide, told);
        }
    }

    record RunList(int selected) implements Place {}

    /// A text to read, such as the report of a run.
    record Reading(String title, RunId run, Load<List<String>> lines, int top) implements Place {}
}
