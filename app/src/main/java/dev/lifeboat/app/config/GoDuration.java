package dev.lifeboat.app.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Litestream's files write them: Go's form (`300ms`, `1m30s`, `24h`), a bare integer in
/// nanoseconds, and days (`7d`), which Go does not have.
public final class GoDuration {
    private static final Pattern WHOLE =
            Pattern.compile("([+-]?)((?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h|d)");
    private static final Pattern NANOSECONDS = Pattern.compile("[+-]?\\d{1,18}");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    public static Optional<Duration> parse(String text) {
        if (NANOSECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofNanos(Long.parseLong(text)));
        }
        return WHOLE.matcher(text).matches() ? sum(text) : Optional.empty();
    }

    private static Optional<Duration> sum(String text) {
        BigDecimal total = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long unit = NANOS.getOrDefault(part.group(2), 0L);
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        if (total.compareTo(MAX) > 0) {
            return Optional.empty();
        }
        Duration duration = Duration.ofNanos(total.longValue());
        return Optional.of(text.startsWith("-") ? duration.negated() : duration);
    }

    /// As Litestream lists a lag: Go's form, shortened to what matters (`1h2m3s`, `1.5s`, `250ms`).
    public static String shortened(Duration duration) {
        if (duration.isNegative()) {
            return "-" + shortened(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(10)) > 0) {
            return seconds(duration, BigDecimal.valueOf(duration.toSecondsPart()));
        }
        if (duration.compareTo(Duration.ofSeconds(1)) > 0) {
            return seconds(duration, tenths(duration));
        }
        if (duration.compareTo(Duration.ofMillis(1)) > 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toNanos() / 1_000 + "µs";
    }

    private static BigDecimal tenths(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis() / 100, 1).stripTrailingZeros();
    }

    private static String seconds(Duration duration, BigDecimal seconds) {
        String minutes = duration.toMinutes() > 0 ? duration.toMinutesPart() + "m" : "";
        String hours = duration.toHours() > 0 ? duration.toHours() + "h" : "";
        return hours + minutes + seconds.toPlainString() + "s";
    }
}
