package dev.lifeboat.engine.proof;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// The notations in which applications keep a time in SQLite: RFC 3339 with `T` or a blank, with or without an offset
/// (then UTC, as SQLite's own functions give it), a date alone, and seconds, milliseconds, microseconds or nanoseconds
/// since 1970.
final class RowTime {
    private static final double SECONDS_BELOW = 1e11;
    private static final double MILLIS_BELOW = 1e14;
    private static final double MICROS_BELOW = 1e17;

    private RowTime() {}

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
                            ? number(Double.parseDouble(text))
                            : calendar(text.strip().replace(' ', 'T')));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant number(double value) {
        double size = Math.abs(value);
        double seconds = size < SECONDS_BELOW
                ? value
                : size < MILLIS_BELOW ? value / 1e3 : size < MICROS_BELOW ? value / 1e6 : value / 1e9;
        return Instant.ofEpochMilli(Math.round(seconds * 1e3));
    }

    private static Instant calendar(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        boolean hasOffset = text.matches(".*(Z|z|[+-][0-9]{2}:?[0-9]{2})");
        return hasOffset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
