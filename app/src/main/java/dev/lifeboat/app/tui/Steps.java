package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Role;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The words and marks of the lines of a run.
final class Steps {
    private Steps() {}

    static String mark(RunView.Line line) {
        return switch (line.state()) {
            case DONE -> "v";
            case WORKING, ASKING -> ">";
            case PARTLY -> "~";
            case FAILED -> "X";
            case SKIPPED, UNDONE -> ".";
            case WAITING -> line.asksForName() ? "!" : " ";
        };
    }

    static Role role(RunView.Line line) {
        return switch (line.state()) {
            case DONE -> Role.OK;
            case WORKING -> Role.HEADING;
            case ASKING, PARTLY -> Role.WARN;
            case FAILED -> Role.BAD;
            case SKIPPED, UNDONE -> Role.DIM;
            case WAITING -> line.asksForName() ? Role.WARN : Role.TEXT;
        };
    }

    /// Time taken, `~` expected, or that it waits for you.
    static String time(RunView.Line line, Instant now) {
        return switch (line.state()) {
            case ASKING -> "you";
            case WAITING -> line.asksForName() ? "you" : "~" + Figures.stopwatch(line.expected());
            case SKIPPED -> "left out";
            case UNDONE -> "undone";
            case DONE, WORKING, PARTLY, FAILED ->
                taken(line, now).map(Figures::stopwatch).orElse("");
        };
    }

    static Optional<Duration> taken(RunView.Line line, Instant now) {
        return line.startedAt()
                .map(from -> Duration.between(from, line.endedAt().orElse(now)));
    }

    static String spoken(RunView.Line line) {
        String word = switch (line.state()) {
            case DONE -> "done";
            case WORKING -> "works";
            case ASKING -> "waits";
            case PARTLY -> "partly";
            case FAILED -> "FAILED";
            case SKIPPED -> "skipped";
            case UNDONE -> "undone";
            case WAITING -> "-";
        };
        String time = line.startedAt().isPresent() && line.endedAt().isPresent()
                ? Figures.spoken(
                        Duration.between(line.startedAt().get(), line.endedAt().get()))
                : line.asksForName() ? "changes the live database" : "";
        return String.format("%-8s %-18s %s", word, line.title(), time).stripTrailing();
    }
}
