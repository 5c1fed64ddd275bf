package dev.lifeboat.runbooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a run wants to know before it goes on. An answer names the number: one to an older number is refused, so two
/// people cannot both press the button (tui.md 7.3).
///
/// `lines` are what the dialog shows. With a `nameToType` the choice that is not safe needs that name, in exact case
/// (level 3 of tui.md 5.1). The first safe choice has the focus.
public record Question(
        int number,
        Kind kind,
        int level,
        String title,
        List<Fact> lines,
        Optional<String> nameToType,
        List<Choice> choices,
        Instant askedAt) {
    public Question {
        lines = List.copyOf(lines);
        choices = List.copyOf(choices);
    }

    public enum Kind {
        /// The evidence gives no reason for this runbook: go on all the same?
        NO_REASON,
        /// The proof is not green, or the point cannot be restored: another point, or this one all the same?
        ANOTHER_POINT,
        /// The live database is changed next.
        PLACE,
        /// A step failed: again, undo, or leave it.
        FAILED,
        /// The worker is gone: continue, or drop the run.
        LOST,
        /// What is on disk is not what the journal says.
        DIFFERS
    }

    /// `id` is what an answer carries; `safe` changes nothing.
    public record Choice(String id, String label, boolean safe) {}

    public Optional<Choice> choice(String id) {
        return choices.stream().filter(choice -> choice.id().equals(id)).findFirst();
    }
}
