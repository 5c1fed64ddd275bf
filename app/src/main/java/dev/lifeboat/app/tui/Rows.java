package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Role;
import java.time.Duration;
import java.time.Instant;

/// The words of the dashboard's rows.
final class Rows {
    private Rows() {}

    static String state(DatabaseView.State state) {
        return switch (state) {
            case OK -> "ok";
            case LAGGING -> "! LAGGING";
            case NO_REPLICA -> "X NO REPLICA";
            case GAP -> "! GAP";
            case STOPPED -> "X STOPPED";
            case DAMAGED -> "X DAMAGED";
            case BUSY -> "~ BUSY";
            case UNREADABLE -> "?";
        };
    }

    static Role role(DatabaseView.State state) {
        return switch (state) {
            case OK -> Role.OK;
            case LAGGING, GAP, BUSY, UNREADABLE -> Role.WARN;
            case NO_REPLICA, STOPPED, DAMAGED -> Role.BAD;
        };
    }

    static String mark(Attention.Severity severity) {
        return switch (severity) {
            case BAD -> "X";
            case ASKS -> "!";
            case PARTLY -> "~";
        };
    }

    static Role role(Attention.Severity severity) {
        return switch (severity) {
            case BAD -> Role.BAD;
            case ASKS, PARTLY -> Role.WARN;
        };
    }

    static String action(Attention.Action action) {
        return switch (action) {
            case Attention.Action.OpenRunbook(String runbook) -> "runbook: " + runbook;
            case Attention.Action.OpenRun _ -> "reattach";
            case Attention.Action.Look(String hint) -> hint;
        };
    }

    static String key(Attention.Action action) {
        return switch (action) {
            case Attention.Action.OpenRunbook _ -> "[r]";
            case Attention.Action.OpenRun _ -> "[R]";
            case Attention.Action.Look _ -> "";
        };
    }

    static String lag(DatabaseView database) {
        return database.lagMillis().isPresent()
                ? Figures.span(Duration.ofMillis(database.lagMillis().getAsLong()))
                : "--";
    }

    static String proven(DatabaseView database, Instant now) {
        return database.proof()
                .map(proof ->
                        proof.good() ? Figures.ago(proof.at(), now) : Figures.minuteOrDay(proof.at(), now) + " BAD")
                .orElse("never");
    }

    static String spoken(DatabaseView database, Instant now) {
        String state = state(database.state());
        return String.format(
                "%-8s %-10s %-12s last point %s",
                database.name(),
                state.indexOf(' ') == 1 ? state.substring(2) : state,
                database.lagMillis().isPresent() ? "lag " + lag(database) : "no lag",
                database.lastPoint()
                        .map(point -> Figures.secondOrDay(point, now))
                        .orElse("none"));
    }
}
