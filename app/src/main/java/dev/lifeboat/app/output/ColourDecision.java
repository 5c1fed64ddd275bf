package dev.lifeboat.app.output;

import java.util.Map;
import java.util.Optional;

/// Whether one stream gets colour; the first rule of tui.md 8.3 that matches decides.
public final class ColourDecision {
    private ColourDecision() {}

    /// `asked` is what `--color` or `--no-color` said, empty where neither was given.
    public static boolean colour(Optional<Boolean> asked, Map<String, String> environment, boolean isTerminal) {
        if (asked.isPresent()) {
            return asked.get();
        }
        if (!value(environment, "NO_COLOR").isEmpty()) {
            return false;
        }
        if (isForced(environment, "CLICOLOR_FORCE") || isForced(environment, "FORCE_COLOR")) {
            return true;
        }
        String term = value(environment, "TERM");
        return isTerminal
                && !term.isEmpty()
                && !term.equals("dumb")
                && !value(environment, "CLICOLOR").equals("0");
    }

    private static boolean isForced(Map<String, String> environment, String name) {
        String value = value(environment, name);
        return !value.isEmpty() && !value.equals("0");
    }

    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "");
    }
}
