package dev.lifeboat.app.output;

import java.util.ArrayList;
import java.util.List;

/// Text broken at spaces, for a terminal. Words are never cut: a key or a URL is there to be copied.
final class Wrapped {
    /// What every terminal has.
    static final int COLUMNS = 80;

    private Wrapped() {}

    /// At least one line; longer than `columns` are only those of a single word.
    static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
