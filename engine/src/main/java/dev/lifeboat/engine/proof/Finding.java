package dev.lifeboat.engine.proof;

/// One reason for a verdict: which check, how it weighs, and what it found with its numbers. Text from the database is
/// kept as it was: whoever shows it sanitises it.
public record Finding(Verdict weight, String check, String text) {
    static Finding green(String check, String text) {
        return new Finding(Verdict.GREEN, check, text);
    }

    static Finding amber(String check, String text) {
        return new Finding(Verdict.AMBER, check, text);
    }

    static Finding red(String check, String text) {
        return new Finding(Verdict.RED, check, text);
    }

    @Override
    public String toString() {
        return check + ": " + text;
    }
}
