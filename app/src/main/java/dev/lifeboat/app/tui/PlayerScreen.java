package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The player and the confirmation inside it (tui.md 6.5, 6.6): what its keys do. Leaving it stops nothing.
final class PlayerScreen {
    /// The choice that answers nothing: the question stays open and so does the run.
    static final String STAY = "stay";

    private static final String GOES_ON = "The run goes on without you.";

    private PlayerScreen() {}

    static Place.Player withForm(Place.Player place, Optional<Form> form) {
        return place.withForm(form);
    }

    /// A newer picture of the run: a new question opens its form, a question that is gone takes its form along.
    static Model changed(Model model, RunId run, RunView view) {
        List<Place> places = new ArrayList<>(model.stack());
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) instanceof Place.Player place && place.run().equals(run)) {
                places.set(i, changed(place, view, model.now()));
            }
        }
        return model.withStack(places);
    }

    private static Place.Player changed(Place.Player place, RunView view, Instant now) {
        OptionalInt before = number(place.view().flatMap(RunView::question));
        OptionalInt after = number(view.question());
        Optional<Form> form;
        if (after.isEmpty() || after.getAsInt() == place.stayed()) {
            form = Optional.empty();
        } else if (after.equals(before) && place.form().isPresent()) {
            form = place.form();
        } else {
            form = view.question().map(question -> form(question, now));
        }
        boolean same = place.view().map(RunView::state).equals(Optional.of(view.state())) && before.equals(after);
        return new Place.Player(
                place.run(),
                Optional.of(view),
                form,
                place.stayed(),
                place.up(),
                place.wide(),
                place.ordered() && same);
    }

    private static OptionalInt number(Optional<Question> question) {
        return question.map(one -> OptionalInt.of(one.number())).orElse(OptionalInt.empty());
    }

    private static Form form(Question question, Instant now) {
        List<Form.Button> buttons = new ArrayList<>();
        boolean safe = question.choices().stream().anyMatch(Question.Choice::safe);
        if (!safe) {
            buttons.add(new Form.Button(STAY, "Stay here", true));
        }
        question.choices().forEach(one -> buttons.add(new Form.Button(one.id(), one.label(), one.safe())));
        return Form.of(buttons, question.nameToType(), now);
    }

    /// Puts the question aside; the run goes on waiting.
    static Model stay(Model model) {
        if (!(model.place() instanceof Place.Player place)) {
            return model;
        }
        int number = number(place.view().flatMap(RunView::question)).orElse(0);
        return model.at(place.aside(number))
                .withNote("The run waits for you, with nothing changed. Enter shows the question again.");
    }

    /// The keys while the question is open.
    static List<Binding> answering(Model model) {
        if (!(model.place() instanceof Place.Player place) || place.form().isEmpty()) {
            return List.of();
        }
        Form form = place.form().get();
        List<Binding> bindings = new ArrayList<>();
        if (form.inField()) {
            // A field takes every letter, so the bar has no letters either.
            bindings.add(new Binding(List.of(), "type", "the name", "type the name of the database", Next::of));
        }
        bindings.addAll(Forms.bindings(form, m -> Next.of(stay(m)), button -> m -> press(m, place, button)));
        place.view()
                .ifPresent(
                        view -> view.question().ifPresent(question -> bindings.addAll(inFull(form, view, question))));
        if (!form.inField()) {
            bindings.add(Binding.of("q", "leave it running", "leave the player", Update::back));
        }
        return bindings;
    }

    /// Below a text the form waits as it was left.
    private static List<Binding> inFull(Form form, RunView view, Question question) {
        List<Binding> bindings = new ArrayList<>();
        if (Confirmation.hasLost(question)) {
            bindings.add(Binding.of(
                    "F2", "lost writes", "lost writes", m -> Next.of(read(m, Confirmation.lost(view, question)))));
        }
        // In the field a letter is text.
        List<String> keys = form.inField() ? List.of("F3") : List.of("F3", "i");
        bindings.add(new Binding(
                keys,
                "F3",
                Confirmation.hasFiles(question) ? "files" : "all of it",
                "all that is asked, with its files",
                m -> Next.of(read(m, Confirmation.files(view, question)))));
        return bindings;
    }

    private static Model read(Model model, Overlay.Text text) {
        return Forms.change(model, same -> same).withOverlay(text);
    }

    private static Next press(Model model, Place.Player place, Form.Button button) {
        if (button.choice().equals(STAY)) {
            return Next.of(stay(model));
        }
        return place.view()
                .flatMap(RunView::question)
                .map(question -> answer(model, place, question, button))
                .orElseGet(() -> Next.of(model));
    }

    private static Next answer(Model model, Place.Player place, Question question, Form.Button button) {
        Model counted = model.requesting();
        String typed = place.form().map(Form::typed).orElse("");
        return Next.of(
                counted.at(place.aside(question.number()).withOrdered(true)),
                new Effect.AnswerRun(counted.requests(), place.run(), question.number(), button.choice(), typed));
    }

    static List<Binding> bindings(Model model, Place.Player place) {
        List<Binding> bindings = new ArrayList<>();
        place.view().ifPresent(view -> {
            if (view.state().isEnded()) {
                bindings.add(Binding.of("Enter", "report", "read the report", m -> report(m, view)));
            } else if (view.question().isPresent()) {
                bindings.add(Binding.of("Enter", "answer", "show the question again", m -> ask(m, place, view)));
            }
            if (view.state() == RunState.WORKING || view.state() == RunState.PLANNED) {
                bindings.add(Binding.of("p", "pause", "pause at the next safe place", m -> pause(m, place)));
            } else if (view.state() == RunState.PAUSED || view.state() == RunState.LOST) {
                bindings.add(Binding.of("p", "go on", "go on", m -> resume(m, place)));
            }
            if (view.state() != RunState.UNDONE
                    && view.state() != RunState.UNDOING
                    && !view.undo().isEmpty()) {
                bindings.add(Binding.of(
                        "u",
                        "undo plan",
                        "what taking back does",
                        m -> Next.of(Overlays.undo(m, view, touched(view)))));
            }
            if (!view.state().isEnded()) {
                bindings.add(
                        Binding.of("x", "abort", "end the run (asks first)", m -> Next.of(Overlays.abort(m, view))));
            }
        });
        bindings.add(Binding.of(
                "z",
                place.wide() ? "all panes" : "wide",
                "evidence alone, and back",
                m -> Next.of(m.at(place.widened(!place.wide())))));
        boolean ended = place.view().map(view -> view.state().isEnded()).orElse(false);
        bindings.add(Binding.of("q", ended ? "back" : "leave it running", "back, the run goes on", Update::back));
        bindings.addAll(scrolling(place));
        return bindings;
    }

    private static List<Binding> scrolling(Place.Player place) {
        int last = place.view().map(view -> view.evidence().size()).orElse(0);
        int page = 6;
        return List.of(
                scroll(List.of("Up", "k"), "Up k", "evidence before", place, place.up() + 1, last),
                scroll(List.of("Down", "j"), "Down j", "evidence after", place, place.up() - 1, last),
                scroll(List.of("PgUp", "Ctrl+u"), "PgUp Ctrl+U", "page up", place, place.up() + page, last),
                scroll(List.of("PgDn", "Ctrl+d"), "PgDn Ctrl+D", "page down", place, place.up() - page, last),
                scroll(List.of("Home", "g"), "Home g", "oldest", place, last, last),
                scroll(List.of("End", "G"), "End G", "newest, and follow", place, 0, last));
    }

    private static Binding scroll(List<String> keys, String shown, String help, Place.Player place, int to, int last) {
        int up = Math.max(0, Math.min(Math.max(0, last - 1), to));
        return new Binding(keys, shown, "", help, m -> Next.of(m.at(place.scrolled(up))));
    }

    private static Next ask(Model model, Place.Player place, RunView view) {
        Optional<Form> form = view.question().map(question -> form(question, model.now()));
        return Next.of(model.withoutNote().at(place.aside(0).withForm(form)));
    }

    private static Next pause(Model model, Place.Player place) {
        Model counted = model.requesting();
        return Next.of(
                counted.withNote("pausing at the next safe place"),
                new Effect.PauseRun(counted.requests(), place.run()));
    }

    private static Next resume(Model model, Place.Player place) {
        Model counted = model.requesting();
        return Next.of(counted.at(place.withOrdered(true)), new Effect.ResumeRun(counted.requests(), place.run()));
    }

    private static Next report(Model model, RunView view) {
        Model counted = model.requesting();
        long request = counted.requests();
        Load<List<String>> load = Load.<List<String>>nothing().asked(request, counted.now());
        return Next.of(
                counted.open(new Place.Reading(reportFile(view).toString(), view.run(), load, 0)),
                new Effect.Report(request, view.run()));
    }

    static Path reportFile(RunView view) {
        return view.directory().resolve("report.md");
    }

    /// Whether taking back would change live files: the line that asks for the name has begun.
    static boolean touched(RunView view) {
        return view.lines().stream().filter(RunView.Line::asksForName).anyMatch(line -> switch (line.state()) {
            case DONE, PARTLY, WORKING, FAILED -> true;
            case WAITING, ASKING, SKIPPED, UNDONE -> false;
        });
    }

    static String safeNow(Place.Player place, RunView view) {
        String safe = safeNow(view);
        if (place.form().map(form -> form.name().isPresent()).orElse(false)) {
            return safe + (safe.length() < 44 ? " Pasted text is not accepted here." : "");
        }
        return view.state().isEnded() || safe.contains(GOES_ON) ? safe : safe + " " + GOES_ON;
    }

    /// The line of the step, said to be what it is; after the end there is nothing left to be afraid for.
    static String safeNow(RunView view) {
        String line = view.safeNow().replaceAll("\\.$", "") + ".";
        return view.state().isEnded() || line.startsWith("safe now") ? line : "safe now: " + line;
    }

    static List<String> describe(Place.Player place) {
        List<String> lines = new ArrayList<>();
        place.view().ifPresent(view -> {
            lines.add("Run " + view.run() + ", " + view.runbook() + " of " + view.database() + ".");
            view.lines().forEach(line -> lines.add("  " + line.number() + " " + Steps.spoken(line)));
        });
        return lines;
    }
}
