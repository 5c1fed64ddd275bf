package dev.lifeboat.runbooks;

import dev.lifeboat.engine.event.EngineEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as a screen paints it: one picture, immutable, made from the plan, the journal and the worker's progress.
///
/// `current` is the number of the line at work, waiting for an answer, or failed; 0 before the first and after the
/// last. `evidence` is oldest first. `undo` is in the order in which it would be done. Texts may hold what came from
/// outside: whoever shows them sanitises them.
public record RunView(
        RunId run,
        String runbook,
        String database,
        Path path,
        String environment,
        RunState state,
        String stateText,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> downSince,
        Optional<Instant> upSince,
        int current,
        List<Line> lines,
        Work work,
        List<Evidence> evidence,
        Optional<Question> question,
        String safeNow,
        List<UndoLine> undo,
        String firstTouch,
        int watching,
        Path directory) {
    public RunView {
        lines = List.copyOf(lines);
        evidence = List.copyOf(evidence);
        undo = List.copyOf(undo);
    }

    public enum LineState {
        WAITING,
        WORKING,
        ASKING,
        DONE,
        PARTLY,
        FAILED,
        SKIPPED,
        UNDONE
    }

    /// One of the lines of the player. Times are those of the first and last step behind the line.
    public record Line(
            int number,
            String title,
            String summary,
            LineState state,
            boolean asksForName,
            Duration expected,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {}

    /// The working step: its facts, its bars, and the exact operations as they are done.
    public record Work(
            int line,
            String title,
            List<Fact> facts,
            List<Bar> bars,
            double perSecond,
            Optional<Duration> left,
            List<String> operations) {
        public Work {
            facts = List.copyOf(facts);
            bars = List.copyOf(bars);
            operations = List.copyOf(operations);
        }

        public static Work none() {
            return new Work(0, "", List.of(), List.of(), 0, Optional.empty(), List.of());
        }
    }

    /// `done` of `total` units; `total` is 0 while it is not known.
    public record Bar(String label, long done, long total, EngineEvent.Unit unit) {}

    /// A finished fact. `line` is the number shown beside the time.
    public record Evidence(Instant at, int line, Kind kind, String text) {
        public enum Kind {
            FACT,
            WARNING,
            PROBLEM
        }
    }

    /// What taking back the line would do: `start legacy-web`, `nothing to undo`.
    public record UndoLine(int line, String text) {}

    /// How many lines are done or were left out.
    public int linesDone() {
        return (int) lines.stream()
                .filter(line -> line.state() == LineState.DONE || line.state() == LineState.SKIPPED)
                .count();
    }
}
