package dev.lifeboat.app.command;

import java.util.regex.Pattern;

/// Words of a command that is offered: it can be pasted into a shell as it is.
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private ShellWord() {}

    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
