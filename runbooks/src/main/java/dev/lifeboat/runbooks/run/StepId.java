package dev.lifeboat.runbooks.run;

import java.util.regex.Pattern;

/// The name of a typed step in runbooks, journals and reports, such as `restore`.
public record StepId(String text) {
    private static final Pattern GRAMMAR = Pattern.compile("[a-z][a-z-]{0,31}");

    public StepId {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new IllegalArgumentException("not a step id: " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
