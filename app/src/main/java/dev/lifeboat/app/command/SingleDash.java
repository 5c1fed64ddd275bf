package dev.lifeboat.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Lets options of whole words be written with one dash, as Litestream's are: `-config`, `-if-db-not-exists`.
///
/// Everything behind `--` stays as it is, and so does what begins with a digit: `-20m` is a time.
final class SingleDash {
    private static final Pattern WORD = Pattern.compile("-[a-zA-Z][a-zA-Z0-9]*[a-zA-Z0-9-]+(=.*)?", Pattern.DOTALL);

    private SingleDash() {}

    static String[] doubled(String... args) {
        List<String> doubled = new ArrayList<>();
        boolean literal = false;
        for (String arg : args) {
            literal = literal || arg.equals("--");
            doubled.add(!literal && WORD.matcher(arg).matches() ? "-" + arg : arg);
        }
        return doubled.toArray(String[]::new);
    }
}
