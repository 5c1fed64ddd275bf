package dev.lifeboat.app.command;

import dev.lifeboat.app.output.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words of a command that is offered: it can be pasted into a shell as it is. What a terminal must not be shown
/// is written as bytes, in the `$'...'` of bash, zsh, ksh and busybox.
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private ShellWord() {}

    static String quoted(String word) {
        if (!SafeText.of(word).equals(word)) {
            return "$'" + word.codePoints().mapToObj(ShellWord::escaped).collect(Collectors.joining()) + "'";
        }
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String escaped(int codePoint) {
        String text = Character.toString(codePoint);
        if (codePoint == '\'' || codePoint == '\\') {
            return "\\" + text;
        }
        if (SafeText.of(text).equals(text)) {
            return text;
        }
        StringBuilder octal = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            octal.append("\\%03o".formatted(each & 0xff));
        }
        return octal.toString();
    }
}
