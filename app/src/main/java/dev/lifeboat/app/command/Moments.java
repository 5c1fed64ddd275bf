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
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Moments as people give them (product.md 6), in UTC: RFC 3339, `13:17` of today where that has passed, `yesterday
/// 18:00`, `-20m`.
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

    /// With its unit: a bare number is nanoseconds where durations are read, which nobody means here.
    private static Optional<Instant> ago(String text, Instant now) {
        boolean isAgo = text.startsWith("-") && Character.isLetter(text.charAt(text.length() - 1));
        return isAgo ? GoDuration.parse(text).map(now::plus) : Optional.empty();
    }

    private static Optional<Instant> clockTime(String text, Instant now) {
        boolean yesterday = text.startsWith("yesterday ");
        String time = yesterday ? text.substring("yesterday ".length()).strip() : text;
        try {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            LocalTime parsed = LocalTime.parse(time.endsWith("Z") ? time.substring(0, time.length() - 1) : time);
            Instant moment =
                    (yesterday ? today.minusDays(1) : today).atTime(parsed).toInstant(ZoneOffset.UTC);
            return Optional.of(passed(moment, time, now));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// A time of today that is yet to come is local time, or yesterday's: taken as it stands it would give the newest
    /// state, with what went wrong since the time that was meant.
    private static Instant passed(Instant moment, String time, Instant now) {
        if (moment.isAfter(now)) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, time + " of today is yet to come")
                    .withDetail("times are UTC, and it is " + now.truncatedTo(ChronoUnit.SECONDS))
                    .withDetail("also taken: yesterday " + time + ", -20m, RFC 3339 with an offset"));
        }
        return moment;
    }
}
