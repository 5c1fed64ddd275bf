package dev.lifeboat.runbooks;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The name of a run: four characters of Crockford's base 32, short enough to be read over the phone.
public record RunId(String text) implements Comparable<RunId> {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 4;
    private static final Pattern GRAMMAR = Pattern.compile("[" + DIGITS + "]{" + LENGTH + "}");

    public RunId {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new IllegalArgumentException("not a run id: " + text);
        }
    }

    /// Whether `text` names a run once it is in capitals.
    public static boolean isValid(String text) {
        return GRAMMAR.matcher(text.toUpperCase(Locale.ROOT)).matches();
    }

    /// The id that a person typed, in any case.
    public static RunId parse(String text) {
        return new RunId(text.toUpperCase(Locale.ROOT));
    }

    public static RunId random(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return new RunId(text.toString());
    }

    @Override
    public int compareTo(RunId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
