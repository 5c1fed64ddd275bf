package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunbookInfo;
import java.time.Instant;
import java.util.List;

/// Everything that can happen to the model (tui.md 3.1).
public sealed interface Msg {
    record Key(KeyStroke key) implements Msg {}

    record Paste(String text) implements Msg {}

    record Resized(TerminalSize size) implements Msg {}

    /// Time went by: something on the screen depends on it.
    record Tick() implements Msg {}

    record RunChanged(RunId run, RunView view) implements Msg {}

    /// An answer to `request`; dropped when it is no longer wanted.
    record Loaded(long request, Answer answer) implements Msg {}

    record Failed(long request, Problem problem) implements Msg {}

    /// A line of plain mode: a word, a number, a name, or nothing.
    record Line(String text) implements Msg {}

    /// Nobody can say anything any more: the terminal or the pipe is gone.
    record InputEnded() implements Msg {}

    /// The terminal was somebody else's for a while.
    record Resumed() implements Msg {}

    /// What an effect brought.
    sealed interface Answer {
        /// The databases, the runs that are known, and when this was seen.
        record Seen(Databases.Overview overview, List<RunView> runs, Instant at) implements Answer {
            public Seen {
                runs = List.copyOf(runs);
            }
        }

        record PointsListed(Points.PointList points) implements Answer {}

        record RunbooksListed(List<RunbookInfo> runbooks) implements Answer {
            public RunbooksListed {
                runbooks = List.copyOf(runbooks);
            }
        }

        record Planned(RunPlan plan) implements Answer {}

        /// The plan of a dry run, which is shown in full.
        record Rehearsed(RunPlan plan) implements Answer {}

        record Started(RunId run) implements Answer {}

        record Reported(RunId run, String markdown) implements Answer {}

        /// What was asked for is done; there is nothing to show but the change it makes.
        record Done() implements Answer {}
    }
}
