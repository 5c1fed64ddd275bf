package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.CellWidth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The buttons of a confirmation, with the field for a name where level 3 asks for it (tui.md 5.1).
///
/// The safe button has the focus at first, or the field where there is one. A button that is not safe is off until the
/// name matches in exact case. Keys that come within [#GUARD] were meant for what was there before.
record Form(List<Button> buttons, Optional<String> name, String typed, int focus, Instant opened) {
    static final Duration GUARD = Duration.ofMillis(300);

    /// A confirmation that nobody touched for so long closes to its safe answer.
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /// The focus is in the field.
    static final int FIELD = -1;

    /// More than any file name has.
    private static final int MOST_TYPED = 255;

    Form {
        buttons = List.copyOf(buttons);
    }

    /// `choice` is what is pressed.
    record Button(String choice, String label, boolean safe) {}

    static Form of(List<Button> buttons, Optional<String> name, Instant opened) {
        return new Form(buttons, name, "", name.isPresent() ? FIELD : safeIndex(buttons), opened);
    }

    private static int safeIndex(List<Button> buttons) {
        for (int i = 0; i < buttons.size(); i++) {
            if (buttons.get(i).safe()) {
                return i;
            }
        }
        return 0;
    }

    boolean isSettled(Instant now) {
        return !now.isBefore(opened.plus(GUARD));
    }

    boolean isForgotten(Instant now) {
        return now.isAfter(opened.plus(PATIENCE));
    }

    boolean inField() {
        return focus == FIELD;
    }

    boolean isAwake(Button button) {
        return button.safe() || name.isEmpty() || typed.equals(name.get());
    }

    boolean matches() {
        return name.isEmpty() || typed.equals(name.get());
    }

    Form type(char character) {
        return typed.length() >= MOST_TYPED ? this : withTyped(typed + character);
    }

    Form erase() {
        List<String> clusters = CellWidth.clusters(typed);
        return clusters.isEmpty()
                ? withTyped("")
                : withTyped(String.join("", clusters.subList(0, clusters.size() - 1)));
    }

    /// The next button to the right that is awake.
    Form right() {
        return step(1, buttons.size());
    }

    Form left() {
        return step(-1, -1);
    }

    private Form step(int by, int end) {
        if (inField()) {
            return this;
        }
        for (int i = focus + by; i != end; i += by) {
            if (isAwake(buttons.get(i))) {
                return withFocus(i);
            }
        }
        return this;
    }

    /// Tab: field, then each button that is awake, then the field again.
    Form forward() {
        if (inField()) {
            return down();
        }
        Form next = right();
        return !next.equals(this) ? next : name.isPresent() ? withFocus(FIELD) : withFocus(safeIndex(buttons));
    }

    /// From the field to the safe button.
    Form down() {
        return inField() ? withFocus(safeIndex(buttons)) : this;
    }

    Form up() {
        return name.isPresent() ? withFocus(FIELD) : this;
    }

    /// What Enter presses: the focused button; in the field the button that the name has woken up, or nothing.
    Optional<Button> pressed() {
        if (!inField()) {
            Button button = buttons.get(focus);
            return isAwake(button) ? Optional.of(button) : Optional.empty();
        }
        return matches() ? buttons.stream().filter(button -> !button.safe()).findFirst() : Optional.empty();
    }

    private Form withTyped(String text) {
        return new Form(buttons, name, text, focus, opened);
    }

    private Form withFocus(int newFocus) {
        return new Form(buttons, name, typed, newFocus, opened);
    }

    /// The same form, touched at `now`: its patience begins again.
    Form touched(Instant now) {
        return new Form(buttons, name, typed, focus, now.minus(GUARD));
    }
}
