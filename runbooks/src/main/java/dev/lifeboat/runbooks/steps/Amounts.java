package dev.lifeboat.runbooks.steps;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Sizes and counts as evidence lines show them, and what work of a size takes.
final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    /// Hashing, copying and quick_check on a slow disk; expectations that are too long worry nobody.
    private static final long BYTES_A_SECOND = 100L << 20;

    private Amounts() {}

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 10 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /// `51 241`: groups of three, as tables show counts.
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }

    /// Moments at the resolution that people compare by; ids stay exact.
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static Duration passes(long bytes, int passes) {
        return Duration.ofSeconds(1 + bytes * passes / BYTES_A_SECOND);
    }

    static String shortHash(String sha256) {
        return sha256.length() < 12 ? sha256 : sha256.substring(0, 8) + ".." + sha256.substring(sha256.length() - 4);
    }
}
