package dev.lifeboat.engine;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A transaction number of the LTX format (0.5 spec, sections 1.10 and 2.7): `[1, 2^63)`, sixteen lower-case
/// hexadecimal digits. It counts syncs of Litestream, not transactions of SQLite.
public record Txid(long value) implements PointId, Comparable<Txid> {
    private static final Pattern GRAMMAR = Pattern.compile("[0-7][0-9a-fA-F]{15}");

    public Txid {
        if (value < 1) {
            throw new IllegalArgumentException("txid out of [1, 2^63): " + Long.toUnsignedString(value));
        }
    }

    /// The number that exactly sixteen hexadecimal digits name, or nothing.
    public static Optional<Txid> parse(String text) {
        if (!GRAMMAR.matcher(text).matches()) {
            return Optional.empty();
        }
        long value = HexFormat.fromHexDigitsToLong(text);
        return value < 1 ? Optional.empty() : Optional.of(new Txid(value));
    }

    /// `ltx/TTTTTTTTTTTTTTTT`, the id of a restore point (product.md 3).
    @Override
    public String text() {
        return PREFIX + this;
    }

    @Override
    public int compareTo(Txid other) {
        return Long.compare(value, other.value);
    }

    /// The sixteen digits.
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
