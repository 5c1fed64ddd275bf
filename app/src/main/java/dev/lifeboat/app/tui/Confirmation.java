package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What a question of a run says, in full: F2 begins with the lost writes, F3 with the file operations (tui.md 6.6).
/// Both go on with everything that is asked, so that nothing which the pane had to shorten is lost.
final class Confirmation {
    private static final String LOST = "lost";

    /// The lines of a box at 80 columns are so wide.
    private static final int WIDTH = 64;

    private Confirmation() {}

    static boolean hasLost(Question question) {
        return !lostFacts(question).isEmpty();
    }

    static boolean hasFiles(Question question) {
        return !fileFacts(question).isEmpty();
    }

    /// The lines for a pane of `room` rows. Where they are too many each is shortened, then the lost writes are counted
    /// rather than listed: what is done to the files stays in sight, and F2 and F3 have all of it.
    static List<String> lines(Question question, int width, int room) {
        List<Fact> facts = sameDay(question.lines(), question.askedAt());
        List<String> wrapped = FactText.lines(facts, width);
        if (wrapped.size() <= room) {
            return wrapped;
        }
        List<String> cut = FactText.lines(facts, Integer.MAX_VALUE);
        return cut.size() <= room
                ? cut
                : FactText.lines(sameDay(counted(question), question.askedAt()), Integer.MAX_VALUE);
    }

    /// Times of the day of the question go without their date.
    private static List<Fact> sameDay(List<Fact> facts, Instant askedAt) {
        String date = LocalDate.ofInstant(askedAt, ZoneOffset.UTC) + "T";
        return facts.stream()
                .map(fact -> new Fact(fact.label(), fact.text().replace(date, "")))
                .toList();
    }

    /// The first of the lost writes, and how many lines follow it.
    private static List<Fact> counted(Question question) {
        List<Fact> lost = lostFacts(question);
        if (lost.size() < 3) {
            return question.lines();
        }
        List<Fact> facts = new ArrayList<>(question.lines());
        int second = facts.indexOf(lost.getFirst()) + 1;
        List<Fact> rest = facts.subList(second, second + lost.size() - 1);
        int lines = FactText.lines(rest, Integer.MAX_VALUE).size();
        rest.clear();
        facts.add(second, new Fact("", lines + " more lines  [F2]"));
        return facts;
    }

    static Overlay.Text lost(RunView view, Question question) {
        List<String> lines = new ArrayList<>(FactText.lines(lostFacts(question), WIDTH));
        List<String> found = view.evidence().stream()
                .filter(item -> item.line() == view.current() - 1)
                .flatMap(item -> FactText.lines(item, WIDTH).stream())
                .toList();
        if (!found.isEmpty()) {
            lines.add("");
            lines.add("Found in step " + (view.current() - 1) + ":");
            lines.addAll(found);
        }
        return text("Lost writes", lines, question);
    }

    static Overlay.Text files(RunView view, Question question) {
        List<String> lines = new ArrayList<>(FactText.lines(fileFacts(question), WIDTH));
        if (!view.work().operations().isEmpty()) {
            lines.add("");
            lines.add("Done in this step so far:");
            lines.addAll(view.work().operations());
        }
        return text(lines.isEmpty() ? "All that is asked" : "Files", lines, question);
    }

    private static Overlay.Text text(String title, List<String> first, Question question) {
        List<String> lines = new ArrayList<>(first);
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(question.title());
        lines.addAll(FactText.lines(question.lines(), WIDTH));
        return new Overlay.Text(title, lines, 0);
    }

    private static List<Fact> lostFacts(Question question) {
        return section(question, LOST::equals);
    }

    private static List<Fact> fileFacts(Question question) {
        return section(question, label -> !label.isEmpty() && label.chars().allMatch(Character::isDigit));
    }

    /// The facts with such labels, each with the lines that continue it.
    private static List<Fact> section(Question question, java.util.function.Predicate<String> wanted) {
        List<Fact> facts = new ArrayList<>();
        boolean within = false;
        for (Fact fact : question.lines()) {
            within = fact.label().isEmpty() ? within : wanted.test(fact.label());
            if (within) {
                facts.add(fact);
            }
        }
        return facts;
    }
}
