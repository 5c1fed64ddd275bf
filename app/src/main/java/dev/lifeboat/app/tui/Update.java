package dev.lifeboat.app.tui;

import com.googlecode.lanterna.input.KeyStroke;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.RunId;
import java.util.ArrayList;
import java.util.List;

/// What each message makes of the model. Static and total: no message throws, none waits (tui.md 3.1).
final class Update {
    private Update() {}

    static Next update(Model model, Msg msg) {
        return switch (msg) {
            case Msg.Key(KeyStroke key) -> onKey(model, key);
            case Msg.Paste(String text) -> onPaste(model, text);
            case Msg.Resized(var size) -> Next.of(model.withSize(size), new Effect.Redraw());
            case Msg.Tick() -> Ticks.onTick(model);
            case Msg.RunChanged(var run, var view) -> Next.of(PlayerScreen.changed(model, run, view));
            case Msg.Loaded(long request, var answer) -> Loads.loaded(model, request, answer);
            case Msg.Failed(long request, Problem problem) -> Loads.failed(model, request, problem);
            case Msg.Line(String text) -> PlainWords.update(model, text);
            case Msg.InputEnded() -> Next.of(model, new Effect.Quit());
            case Msg.Resumed() -> Next.of(model, new Effect.Redraw());
        };
    }

    /// The first thing that happens: the dashboard asks for its data.
    static Next begin(Model model) {
        return look(model);
    }

    static Next look(Model model) {
        Model counted = model.requesting();
        return Next.of(
                counted.withSeen(counted.seen().asked(counted.requests(), counted.now())),
                new Effect.Look(counted.requests()));
    }

    private static Next onKey(Model model, KeyStroke key) {
        if (!Forms.isSettled(model)) {
            return Next.of(model);
        }
        // Whoever presses a key has read the last message.
        Model read = model.withoutNote();
        String name = Keys.name(key);
        for (Binding binding : bindings(read)) {
            if (binding.keys().contains(name)) {
                return binding.act().apply(read);
            }
        }
        return Next.of(Keys.isText(key) ? Forms.type(read, key.getCharacter()) : read);
    }

    private static Next onPaste(Model model, String text) {
        boolean typing = Forms.current(model).map(Form::inField).orElse(false);
        return Next.of(typing ? model.withNote("Pasted text is not accepted here.") : model);
    }

    /// What the keys do now: overlays first, then a form, then the screen, then what holds everywhere.
    static List<Binding> bindings(Model model) {
        List<Binding> bindings = new ArrayList<>();
        if (model.isTooSmall()) {
            bindings.addAll(TooSmallScreen.bindings(model));
        } else if (model.overlay().isPresent()) {
            bindings.addAll(Overlays.bindings(model, model.overlay().get()));
        } else if (Forms.current(model).isPresent()) {
            bindings.addAll(PlayerScreen.answering(model));
        } else {
            bindings.addAll(Screens.bindings(model));
            bindings.addAll(Everywhere.bindings(model));
        }
        bindings.addAll(Everywhere.always());
        return bindings;
    }

    static List<Hint> hints(Model model) {
        return bindings(model).stream()
                .filter(binding -> !binding.hint().isEmpty())
                .map(binding -> new Hint(binding.shown(), binding.hint()))
                .toList();
    }

    /// One step back: the dashboard stays.
    static Next back(Model model) {
        if (model.stack().size() == 1) {
            return Next.of(model);
        }
        Model before = model.withStack(model.stack().subList(0, model.stack().size() - 1));
        return arrive(before);
    }

    /// The dashboard looks afresh when one comes back to it, and a player follows its run.
    static Next arrive(Model model) {
        return switch (model.place()) {
            case Place.Dashboard _, Place.RunList _ -> look(model).and(new Effect.Unfollow());
            case Place.Player player -> Next.of(model, new Effect.Follow(player.run()));
            case Place.RestorePoints _, Place.Runbooks _, Place.Reading _ -> Next.of(model);
        };
    }

    /// Opens the player on a run; the way back from it is the dashboard.
    static Next openRun(Model model, RunId run) {
        Model home = model.withStack(List.of(model.stack().getFirst()));
        return Next.of(home.open(Place.Player.of(run)), new Effect.Follow(run));
    }
}
