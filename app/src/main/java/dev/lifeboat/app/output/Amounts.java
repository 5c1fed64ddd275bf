package dev.lifeboat.app.output;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Sizes, spans and times as people read them.
public final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int STEP = 1024;
    private static final int DECIMAL_BELOW = 10;

    private Amounts() {}

    /// `532 B`, `4.1 KiB`, `88 MiB`.
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        String number = unit > 0 && value < DECIMAL_BELOW ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, number + " %s", value, UNITS[unit]);
    }

    /// `0.4s`, `12s`, `4m12s`, `3h05m`, `2d4h`; a negative span has its sign.
    public static String span(Duration span) {
        if (span.isNegative()) {
            return "-" + span(span.negated());
        }
        if (span.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1fs", span.toMillis() / 1000.0);
        }
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return span.toSeconds() + "s";
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return String.format(Locale.ROOT, "%dm%02ds", span.toMinutes(), span.toSecondsPart());
        }
        return span.compareTo(Duration.ofDays(1)) < 0
                ? String.format(Locale.ROOT, "%dh%02dm", span.toHours(), span.toMinutesPart())
                : String.format(Locale.ROOT, "%dd%dh", span.toDays(), span.toHoursPart());
    }

    /// RFC 3339, UTC, whole seconds.
    public static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// `1 file`, `3 files`.
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
