package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunView;
import java.util.ArrayList;
import java.util.List;

/// Facts and evidence as lines of so many cells.
final class FactText {
    private static final int LABEL = 8;

    /// `14:28:31 1 ` stands before the text of an evidence.
    private static final int EVIDENCE_INDENT = 11;

    private FactText() {}

    /// Labels have a column of their own; a number stands close to its text, and a line without a label continues.
    static List<String> lines(List<Fact> facts, int width) {
        List<String> lines = new ArrayList<>();
        int label = LABEL;
        for (Fact fact : facts) {
            if (!fact.label().isEmpty()) {
                label = fact.label().length() == 1
                        ? 2
                        : Math.max(LABEL, fact.label().length() + 1);
            }
            String head = fact.label() + " ".repeat(Math.max(0, label - CellWidth.of(fact.label())));
            lines.addAll(wrapped(head, fact.text(), width, label));
        }
        return lines;
    }

    /// An evidence of several lines is shown as such.
    static List<String> lines(RunView.Evidence item, int width) {
        return wrapped(Figures.second(item.at()) + " " + item.line() + " ", item.text(), width, EVIDENCE_INDENT);
    }

    private static List<String> wrapped(String head, String text, int width, int indent) {
        List<String> lines = new ArrayList<>();
        for (String line : Figures.brief(text).stripTrailing().split("\\R", -1)) {
            String before = lines.isEmpty() ? head : " ".repeat(indent);
            lines.addAll(Wrap.wrap(before + line, width, " ".repeat(indent)));
        }
        return lines;
    }
}
