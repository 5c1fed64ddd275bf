package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When time itself changes what is shown: the next moment is asked for, and nothing wakes the program before
/// (tui.md 3.1).
final class Ticks {
    /// How often the dashboard looks again while it is in front.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private Ticks() {}

    static Next onTick(Model model) {
        Model current = model;
        if (current.note().isPresent()
                && !current.now().isBefore(current.note().get().until())) {
            current = current.withoutNote();
        }
        if (Forms.current(current).map(form -> form.isForgotten(model.now())).orElse(false)) {
            return Next.of(Overlays.stay(current));
        }
        boolean due = showsDatabases(current)
                && !current.seen().isLoading()
                && !current.now().isBefore(lookAgain(current).orElse(current.now()));
        return due ? Update.look(current) : Next.of(current);
    }

    /// The next moment at which a tick changes something.
    static Instant next(Model model) {
        List<Instant> moments = new ArrayList<>();
        moments.add(model.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
        model.note().ifPresent(note -> moments.add(note.until()));
        Forms.current(model).ifPresent(form -> {
            if (!form.isSettled(model.now())) {
                moments.add(form.opened().plus(Form.GUARD));
            }
            moments.add(form.opened().plus(Form.PATIENCE).plusMillis(1));
        });
        if (isRunning(model) || model.seen().isLoading()) {
            moments.add(model.now().plusSeconds(1));
        }
        if (showsDatabases(model) && !model.seen().isLoading()) {
            lookAgain(model).ifPresent(moments::add);
        }
        return moments.stream().min(Instant::compareTo).orElseThrow();
    }

    private static boolean showsDatabases(Model model) {
        return model.place() instanceof Place.Dashboard || model.place() instanceof Place.RunList;
    }

    private static Optional<Instant> lookAgain(Model model) {
        return model.seen()
                .since()
                .or(() -> model.seen().value().map(Msg.Answer.Seen::at))
                .map(at -> at.plus(LOOK_AGAIN));
    }

    private static boolean isRunning(Model model) {
        return model.place() instanceof Place.Player player
                && player.view()
                        .map(view -> !view.state().isEnded() && view.state() != RunState.LOST)
                        .orElse(true);
    }
}
