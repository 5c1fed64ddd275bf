package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Sanitizer;
import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines of so many cells, at blanks where there are any.
final class Wrap {
    private Wrap() {}

    /// Lines after the first begin with `indent`. Sanitises first, so that the widths are those of what is shown.
    static List<String> wrap(String text, int width, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int cells = 0;
        for (String word : words(Sanitizer.clean(text), Math.max(1, width - indent.length()))) {
            int wide = CellWidth.of(word.stripTrailing());
            if (cells > 0 && cells + wide > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent);
                cells = indent.length();
            }
            line.append(word);
            cells += CellWidth.of(word);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /// Words with the blanks after them; one that is wider than a line is cut into pieces.
    private static List<String> words(String text, int width) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int cells = 0;
        boolean blank = false;
        for (String cluster : CellWidth.clusters(text)) {
            boolean isBlank = cluster.equals(" ");
            if (!word.isEmpty() && (blank && !isBlank || !isBlank && cells + CellWidth.of(cluster) > width)) {
                words.add(word.toString());
                word.setLength(0);
                cells = 0;
            }
            word.append(cluster);
            cells += CellWidth.of(cluster);
            blank = isBlank;
        }
        words.add(word.toString());
        return words;
    }
}
