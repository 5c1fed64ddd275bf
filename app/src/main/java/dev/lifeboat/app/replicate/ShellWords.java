package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// Splits a command line as a shell does, without being one: blanks, `'…'`, `"…"` and `\`. Variables, globs and
/// `~` stay as they are.
///
/// What only a shell could do (`;`, `&`, `|`, `<`, `>` outside of quotes) is refused: Litestream's splitter
/// drops it and everything behind it without a word.
public final class ShellWords {
    private static final String FOR_A_SHELL = ";&|<>";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private ShellWords(String line) {
        this.line = line;
    }

    /// At least one word. Throws [ProblemException] (USAGE) where there is none, or a quote is left open.
    public static List<String> split(String line) {
        return new ShellWords(line).split();
    }

    private List<String> split() {
        int at = 0;
        while (at < line.length()) {
            at = next(at);
        }
        endWord();
        if (words.isEmpty()) {
            throw usage("no command in it");
        }
        return List.copyOf(words);
    }

    /// Takes what begins at `at`; returns where the rest begins.
    private int next(int at) {
        char c = line.charAt(at);
        if (Character.isWhitespace(c)) {
            endWord();
            return at + 1;
        }
        if (FOR_A_SHELL.indexOf(c) >= 0) {
            throw usage("'" + c + "' is for a shell; quote it, or use: sh -c '…'");
        }
        inWord = true;
        return switch (c) {
            case '\'', '"' -> quoted(at);
            case '\\' -> escaped(at);
            default -> plain(at);
        };
    }

    private int plain(int at) {
        word.append(line.charAt(at));
        return at + 1;
    }

    private int escaped(int at) {
        if (at + 1 == line.length()) {
            throw usage("it ends with a backslash");
        }
        return plain(at + 1);
    }

    private int quoted(int at) {
        char quote = line.charAt(at);
        int next = at + 1;
        while (next < line.length() && line.charAt(next) != quote) {
            boolean escape = quote == '"'
                    && line.charAt(next) == '\\'
                    && next + 1 < line.length()
                    && "\"\\$`".indexOf(line.charAt(next + 1)) >= 0;
            next = plain(escape ? next + 1 : next);
        }
        if (next == line.length()) {
            throw usage("a quote is not closed");
        }
        return next + 1;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private ProblemException usage(String what) {
        return new ProblemException(Problem.of(ProblemCode.USAGE, "cannot parse exec command: " + what)
                .withDetail("in: " + line));
    }
}
