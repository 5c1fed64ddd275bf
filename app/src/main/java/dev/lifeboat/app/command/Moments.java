package dev.lifeboat.app.command;

import dev.lifeboat.app.config.GoDuration;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Moments as people give them (product.md 6), in UTC: RFC 3339, `13:17` of today, `yesterday 18:00`, `-20m`.
final class Moments {
    private Moments() {}

    static Instant parse(String text, Instant now) {
        return rfc3339(text)
                .or(() -> ago(text, now))
                .or(() -> clockTime(text, now))
                .orElseThrow(() -> new ProblemException(Problem.of(
                                ProblemCode.USAGE,
                                "invalid -timestamp, must specify in ISO 8601 format (e.g. 2000-01-01T00:00:00Z)")
                        .withDetail("it was: " + text)
                        .withDetail("also taken: 13:17, yesterday 18:00, -20m, all in UTC")));
    }

    private static Optional<Instant> rfc3339(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ago(String text, Instant now) {
        return text.startsWith("-") ? GoDuration.parse(text).map(now::plus) : Optional.empty();
    }

    private static Optional<Instant> clockTime(String text, Instant now) {
        boolean yesterday = text.startsWith("yesterday ");
        String time = yesterday ? text.substring("yesterday ".length()).strip() : text;
        try {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            LocalTime parsed = LocalTime.parse(time.endsWith("Z") ? time.substring(0, time.length() - 1) : time);
            return Optional.of(
                    (yesterday ? today.minusDays(1) : today).atTime(parsed).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
