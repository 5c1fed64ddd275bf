package dev.lifeboat.app.output;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunView.Evidence;
import dev.lifeboat.runbooks.RunView.Line;
import dev.lifeboat.runbooks.RunView.LineState;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Tells a run as lines, each once: steps as they begin and end, evidence as it comes, and the question it waits with.
public final class RunPrinter implements Consumer<RunView> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Map<LineState, String> WORDS = words();
    private static final int LABEL_CELLS = 8;

    private final PrintWriter out;
    private final Map<Integer, LineState> told = new HashMap<>();
    private int evidenceTold;
    private int questionTold;

    public RunPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(RunView view) {
        view.lines().forEach(line -> begun(line));
        for (Evidence each :
                view.evidence().subList(evidenceTold, view.evidence().size())) {
            say(each.at(), each.line(), mark(each) + each.text());
        }
        evidenceTold = Math.max(evidenceTold, view.evidence().size());
        view.lines().forEach(this::ended);
        view.question().filter(question -> question.number() != questionTold).ifPresent(this::question);
        out.flush();
    }

    private void begun(Line line) {
        if (line.state() != LineState.WAITING && !told.containsKey(line.number())) {
            told.put(line.number(), LineState.WAITING);
            line.startedAt().ifPresent(at -> say(at, line.number(), line.title().toLowerCase(Locale.ROOT)));
        }
    }

    private void ended(Line line) {
        String word = WORDS.get(line.state());
        if (word != null && told.put(line.number(), line.state()) != line.state()) {
            line.endedAt().ifPresent(at -> say(at, line.number(), word + took(line, at)));
        }
    }

    private static String took(Line line, Instant end) {
        return line.startedAt()
                .map(start -> " in " + Amounts.span(Duration.between(start, end)))
                .orElse("");
    }

    private void question(Question question) {
        questionTold = question.number();
        out.println();
        out.println("Question " + question.number() + ": " + SafeText.of(question.title()));
        for (Fact fact : question.lines()) {
            out.println("  " + labelled(fact));
        }
        question.choices().forEach(choice -> out.println("  - " + choice.id() + ": " + SafeText.of(choice.label())));
        question.nameToType().ifPresent(name -> out.println("  Goes on only with the name: " + SafeText.of(name)));
    }

    static String labelled(Fact fact) {
        String label = SafeText.of(fact.label());
        return label + " ".repeat(Math.max(1, LABEL_CELLS - label.length())) + SafeText.of(fact.text());
    }

    private void say(Instant at, int line, String text) {
        out.println(TIME.format(at) + " step " + line + " " + SafeText.of(text));
    }

    private static String mark(Evidence evidence) {
        return switch (evidence.kind()) {
            case FACT -> "";
            case WARNING -> "! ";
            case PROBLEM -> "X ";
        };
    }

    private static Map<LineState, String> words() {
        Map<LineState, String> words = new EnumMap<>(LineState.class);
        words.put(LineState.DONE, "done");
        words.put(LineState.PARTLY, "done in part");
        words.put(LineState.FAILED, "FAILED");
        words.put(LineState.SKIPPED, "left out");
        words.put(LineState.UNDONE, "taken back");
        return words;
    }
}
