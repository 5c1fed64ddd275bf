package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Sanitizer;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/// Tells what changed in the model, in lines that are read from top to bottom (tui.md 6.14).
///
/// Progress is a line at the start of a step, every 10 % or 30 s, whichever is later, and at its end.
final class PlainFront implements Front {
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final int PERCENT = 10;

    private final PrintWriter out;
    private final Runnable prompts;
    private volatile boolean prompted;
    private volatile boolean atPrompt;
    private final CRC32 printed = new CRC32();
    private String screen = "";
    private Optional<Overlay> overlay = Optional.empty();
    private Optional<Model.Note> note = Optional.empty();
    private int question;
    private int evidence;
    private Map<Integer, RunView.LineState> states = new HashMap<>();
    private long percent;
    private Instant spoken = Instant.MIN;
    private String runState = "";

    /// `prompts` runs whenever a line may be read.
    PlainFront(PrintWriter out, Runnable prompts) {
        this.out = out;
        this.prompts = prompts;
    }

    void begin(Model model) {
        line((model.where().environment() + " " + model.where().host()).strip() + ", " + Figures.fullMinute(model.now())
                + " UTC. Plain mode, reads from top to bottom.");
    }

    @Override
    public void show(Model model) {
        screen(model);
        overlay(model);
        note(model);
        if (model.place() instanceof Place.Player player && player.view().isPresent()) {
            run(model, player, player.view().get());
        }
        out.flush();
    }

    /// Asks for the next line, unless a run is at work and has nothing to ask: what a pipe says next is not meant for
    /// it.
    @Override
    public void idle(Model model) {
        if (prompted || works(model)) {
            return;
        }
        prompted = true;
        prompt(model);
        out.flush();
        prompts.run();
    }

    @Override
    public void answered() {
        prompted = false;
        atPrompt = false;
    }

    private static boolean works(Model model) {
        return Forms.current(model).isEmpty()
                && model.place() instanceof Place.Player player
                && player.view().map(view -> player.ordered() || isAtWork(view)).orElse(true);
    }

    private static boolean isAtWork(RunView view) {
        return view.question().isEmpty()
                && switch (view.state()) {
                    case PLANNED, WORKING, ASKING, UNDOING -> true;
                    case PAUSED, FAILED, LOST, UNDONE, ABORTED, DONE -> false;
                };
    }

    /// A screen is told when it is new or when what it waited for has come.
    private void screen(Model model) {
        String now = signature(model);
        if (now.equals(screen)) {
            return;
        }
        screen = now;
        if (now.endsWith("...")) {
            return;
        }
        line("");
        Screens.describe(model).forEach(this::line);
        if (model.place() instanceof Place.Player player && player.view().isPresent()) {
            begin(player.view().get());
        }
    }

    private void begin(RunView view) {
        evidence = view.evidence().size();
        question = 0;
        runState = view.state().isEnded() ? "" : view.state().name();
        states = states(view);
        percent = 0;
    }

    private static Map<Integer, RunView.LineState> states(RunView view) {
        Map<Integer, RunView.LineState> states = new HashMap<>();
        view.lines().forEach(line -> states.put(line.number(), line.state()));
        return states;
    }

    private static String signature(Model model) {
        return switch (model.place()) {
            case Place.Dashboard place -> "dashboard " + (model.seen().value().isPresent() ? place.database() : "...");
            case Place.RestorePoints place -> "points " + place.database() + loaded(place.points());
            case Place.Runbooks place ->
                "runbooks " + place.database() + place.selected() + loaded(place.list()) + loaded(place.plan());
            case Place.Player place -> "run " + place.run() + (place.view().isPresent() ? "" : "...");
            case Place.RunList _ -> "runs " + model.runs().size();
            case Place.Reading place -> "reading " + place.title() + loaded(place.lines());
        };
    }

    private static String loaded(Load<?> load) {
        return load.isLoading() ? "..." : load.problem().isPresent() ? " failed" : "";
    }

    private void overlay(Model model) {
        boolean isNew = model.overlay().map(PlainFront::words).isPresent()
                && !model.overlay().map(PlainFront::words).equals(overlay.map(PlainFront::words));
        overlay = model.overlay();
        if (isNew) {
            line("");
            if (overlay.get() instanceof Overlay.Dialog dialog) {
                line(dialog.title());
            }
            (overlay.get() instanceof Overlay.Help ? HelpScreen.describe() : Overlays.describe(overlay.get()))
                    .forEach(this::line);
        }
    }

    private static String words(Overlay overlay) {
        return overlay instanceof Overlay.Dialog dialog ? dialog.title() + dialog.lines() : overlay.toString();
    }

    private void note(Model model) {
        boolean isNew = model.note().isPresent() && !Objects.equals(model.note(), note);
        note = model.note();
        note.filter(_ -> isNew).ifPresent(one -> line(one.text()));
    }

    private void run(Model model, Place.Player place, RunView view) {
        String at = Figures.second(model.now()) + " ";
        evidence(view);
        for (RunView.Line line : view.lines()) {
            if (line.state() != states.put(line.number(), line.state())) {
                line(at + "step " + line.number() + " " + Steps.spoken(line));
                percent = 0;
                spoken = model.now();
            }
        }
        progress(model, view);
        question(place, view);
        if (!view.state().name().equals(runState)) {
            runState = view.state().name();
            if (view.state().isEnded()) {
                line(at + "run " + view.run() + " " + view.stateText() + ". " + PlayerScreen.safeNow(view));
                line("Report: " + PlayerScreen.reportFile(view));
            }
        }
    }

    private void evidence(RunView view) {
        List<RunView.Evidence> all = view.evidence();
        for (RunView.Evidence item : all.subList(Math.min(evidence, all.size()), all.size())) {
            List<String> texts = Figures.brief(item.text()).lines().toList();
            line(Figures.second(item.at()) + " step " + item.line() + " " + (texts.isEmpty() ? "" : texts.getFirst()));
            texts.stream().skip(1).forEach(text -> line("         " + text));
        }
        evidence = all.size();
    }

    private void progress(Model model, RunView view) {
        Optional<RunView.Bar> bar = view.work().bars().stream()
                .filter(one -> one.total() > 0 && one.done() < one.total())
                .findFirst();
        boolean far =
                bar.map(one -> PlayerView.percent(one) >= percent + PERCENT).orElse(false);
        boolean long_ = Duration.between(spoken, model.now()).compareTo(QUIET) >= 0;
        if (far && long_) {
            percent = PlayerView.percent(bar.orElseThrow());
            spoken = model.now();
            line(Figures.second(model.now()) + " step " + view.work().line() + " "
                    + bar.get().label() + " " + percent + "%  " + PlayerView.amount(bar.get()) + "  "
                    + PlayerView.rate(view.work()));
        }
    }

    private void question(Place.Player place, RunView view) {
        int number = view.question().map(Question::number).orElse(0);
        if (number == question || number == 0 || place.form().isEmpty()) {
            question = place.form().isEmpty() ? 0 : number;
            return;
        }
        question = number;
        Question asked = view.question().orElseThrow();
        line("");
        line(asked.title());
        FactText.lines(asked.lines(), Integer.MAX_VALUE).forEach(text -> line("  " + text));
        line(PlayerScreen.safeNow(view));
    }

    /// What can be said now.
    private void prompt(Model model) {
        List<String> words = new ArrayList<>();
        Optional<Form> form = Forms.current(model);
        if (form.isPresent()) {
            form.get().name().ifPresent(name -> words.add("Type " + name + " to go on"));
            form.get().buttons().stream()
                    .filter(button -> form.get().isAwake(button) && !button.safe())
                    .forEach(button -> words.add("\"" + button.label() + "\""));
            words.add("or Enter: "
                    + form.get().buttons().stream()
                            .filter(Form.Button::safe)
                            .findFirst()
                            .map(Form.Button::label)
                            .orElse("stay here"));
            line(String.join(", ", words) + ".");
        } else {
            line(PlainText.words(model));
        }
        out.print("> ");
        atPrompt = true;
        printed.update('>');
    }

    private void line(String text) {
        String clean = Sanitizer.clean(text);
        if (atPrompt) {
            // News came while the prompt stood there: it is asked again below them.
            out.println();
            atPrompt = false;
            prompted = false;
        }
        out.println(clean);
        clean.chars().forEach(printed::update);
    }

    @Override
    public void redraw() {
        // There is nothing to repair in lines.
    }

    @Override
    public void suspend() {
        // The terminal's own Ctrl+Z does this.
    }

    @Override
    public boolean isDone() {
        return true;
    }

    @Override
    public long hash() {
        return printed.getValue();
    }
}
