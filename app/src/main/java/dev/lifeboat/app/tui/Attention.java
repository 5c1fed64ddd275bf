package dev.lifeboat.app.tui;

/// Something on the dashboard that needs somebody, with what Enter on it does.
public record Attention(Severity severity, String database, String what, Action action) {
    /// The marks `X`, `!` and `~`.
    public enum Severity {
        BAD,
        ASKS,
        PARTLY
    }

    public sealed interface Action {
        /// Opens the runbook list of the database with `runbook` chosen.
        record OpenRunbook(String runbook) implements Action {}

        /// Opens the player on an unfinished run.
        record OpenRun(String run) implements Action {}

        /// Nothing but to know it.
        record Look(String hint) implements Action {}
    }
}
