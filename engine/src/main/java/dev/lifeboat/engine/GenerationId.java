package dev.lifeboat.engine;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The name of a generation: sixteen lowercase hexadecimal digits, chosen at random (0.3 layout, section 1.2).
///
/// The order of two names says nothing about which generation is newer.
public record GenerationId(String hex) implements Comparable<GenerationId> {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{16}");

    public GenerationId {
        if (!isValid(hex)) {
            throw new IllegalArgumentException("not a generation name: " + hex);
        }
    }

    public static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    public static GenerationId random(RandomGenerator random) {
        return new GenerationId(HexFormat.of().toHexDigits(random.nextLong()));
    }

    @Override
    public int compareTo(GenerationId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
