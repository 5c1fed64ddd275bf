package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Dialogs, problems and the help: what lies over a screen.
final class Overlays {
    /// What a step does fits one row here: the dry run has it in full.
    private static final int SUMMARY = 40;

    private static final String STAY = "stay";

    private Overlays() {}

    static List<Binding> bindings(Model model, Overlay overlay) {
        return switch (overlay) {
            case Overlay.Help help -> HelpScreen.bindings(model, help);
            case Overlay.Text text -> reading(model, text);
            case Overlay.Dialog dialog -> answering(model, dialog);
        };
    }

    private static List<Binding> reading(Model model, Overlay.Text text) {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(
                new Binding(List.of("Enter", "Esc", "q"), "Enter", "close", "close", m -> Next.of(m.withoutOverlay())));
        bindings.addAll(box(text)
                .scrolling(model, true, (m, to) -> m.withOverlay(new Overlay.Text(text.title(), text.lines(), to))));
        return bindings;
    }

    private static List<Binding> answering(Model model, Overlay.Dialog dialog) {
        List<Binding> bindings = new ArrayList<>(Forms.bindings(
                dialog.form(), m -> Next.of(m.withoutOverlay()), button -> m -> press(m, dialog, button)));
        bindings.addAll(box(dialog).scrolling(model, false, (m, to) -> m.withOverlay(dialog.from(to))));
        return bindings;
    }

    private static Box box(Overlay.Text text) {
        return new Box(text.title(), text.lines(), text.top(), Optional.empty());
    }

    private static Box box(Overlay.Dialog dialog) {
        return new Box(dialog.title(), dialog.lines(), dialog.top(), Optional.of(dialog.form()));
    }

    static void view(Model model, Overlay overlay, Canvas canvas) {
        switch (overlay) {
            case Overlay.Help help -> HelpScreen.view(model, help, canvas);
            case Overlay.Text text -> box(text).paint(canvas);
            case Overlay.Dialog dialog -> box(dialog).paint(canvas);
        }
    }

    static List<String> describe(Overlay overlay) {
        return switch (overlay) {
            case Overlay.Help _ -> List.of();
            case Overlay.Text text -> text.lines();
            case Overlay.Dialog dialog -> dialog.lines();
        };
    }

    /// Level 2: a run begins and stops writers.
    static Model start(Model model, RunPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("For " + plan.request().database().name() + ": "
                + plan.lines().size() + " steps, " + Figures.about(plan.expected()) + ".");
        plan.lines()
                .forEach(line -> lines.add(line.number() + " " + line.title()
                        + (line.summary().isEmpty() ? "" : ": " + Figures.fitting(line.summary(), SUMMARY))
                        + (line.asksForName() ? " (you type its name there)" : "")));
        if (plan.downFrom() > 0) {
            lines.add("The application is down in steps " + plan.downFrom() + " to " + plan.downTo() + ".");
        }
        return dialog(model, "Start this run?", lines, "Start", Optional.empty(), new Overlay.Intent.Start(plan));
    }

    static Model abort(Model model, RunView view) {
        List<String> lines = List.of(
                "The run stops at the next safe place and ends; what was saved stays.",
                PlayerScreen.safeNow(view),
                "It is not taken back by this. [u] shows what taking back would do.");
        return dialog(
                model,
                "Abort run " + view.run() + "?",
                lines,
                "Abort the run",
                Optional.empty(),
                new Overlay.Intent.Abort(view.run()));
    }

    /// Level 3 once live files were touched, level 2 before.
    static Model undo(Model model, RunView view, boolean touched) {
        List<String> lines = new ArrayList<>();
        lines.add("This is what taking back does, in this order:");
        view.undo().forEach(line -> lines.add(line.line() + " " + line.text()));
        if (touched) {
            lines.add("It changes live files.");
        }
        return dialog(
                model,
                "Take back run " + view.run() + "?",
                lines,
                "Take back",
                touched ? Optional.of(view.database()) : Optional.empty(),
                new Overlay.Intent.Undo(view.run()));
    }

    /// Ctrl+C asks: to leave, to abort, or nothing.
    static Next interrupt(Model model) {
        boolean running = model.place() instanceof Place.Player player
                && player.view().map(view -> !view.state().isEnded()).orElse(false);
        List<Form.Button> buttons = new ArrayList<>();
        buttons.add(new Form.Button(STAY, "Stay here", true));
        buttons.add(new Form.Button("leave", "Leave Lifeboat", false));
        if (running) {
            buttons.add(new Form.Button("abort", "Abort the run", false));
        }
        List<String> lines =
                List.of(running ? "Leaving stops nothing: the run goes on." : "No work is stopped by leaving.");
        return Next.of(model.withOverlay(new Overlay.Dialog(
                "What is meant?",
                lines,
                0,
                Form.of(buttons, Optional.empty(), model.now()),
                new Overlay.Intent.Interrupt())));
    }

    private static Model dialog(
            Model model, String title, List<String> lines, String deed, Optional<String> name, Overlay.Intent intent) {
        List<Form.Button> buttons =
                List.of(new Form.Button(STAY, "Stay here", true), new Form.Button("do", deed, false));
        return model.withOverlay(new Overlay.Dialog(title, lines, 0, Form.of(buttons, name, model.now()), intent));
    }

    /// The confirmation closes to its safe answer.
    static Model stay(Model model) {
        return model.overlay().isPresent() ? model.withoutOverlay() : PlayerScreen.stay(model);
    }

    private static Next press(Model model, Overlay.Dialog dialog, Form.Button button) {
        if (button.choice().equals(STAY)) {
            return Next.of(model.withoutOverlay());
        }
        Model counted = model.withoutOverlay().requesting();
        long request = counted.requests();
        return switch (dialog.intent()) {
            case Overlay.Intent.Start(RunPlan plan) ->
                Next.of(counted.withNote("starting the run"), new Effect.StartRun(request, plan));
            case Overlay.Intent.Abort(RunId run) -> Next.of(ordered(counted), new Effect.AbortRun(request, run));
            case Overlay.Intent.Undo(RunId run) -> Next.of(ordered(counted), new Effect.UndoRun(request, run));
            case Overlay.Intent.Interrupt() ->
                button.choice().equals("abort") && counted.place() instanceof Place.Player player
                        ? player.view()
                                .map(view -> Next.of(abort(counted, view)))
                                .orElseGet(() -> Next.of(counted))
                        : Next.of(counted, new Effect.Quit());
        };
    }

    private static Model ordered(Model model) {
        return model.place() instanceof Place.Player player ? model.at(player.withOrdered(true)) : model;
    }
}
