package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.Sanitizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Numbers and times in the short forms of the screens. All times are UTC.
final class Figures {
    private static final DateTimeFormatter MINUTE = format("HH:mm");
    private static final DateTimeFormatter SECOND = format("HH:mm:ss");
    private static final DateTimeFormatter DAY_MINUTE = format("MM-dd HH:mm");
    private static final DateTimeFormatter DAY = format("MM-dd");
    private static final DateTimeFormatter FULL = format("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter FULL_MINUTE = format("yyyy-MM-dd HH:mm");

    private static final Pattern MORE_THAN_MILLIS = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d\\.\\d{3})\\d+");

    private static final Pattern PATH = Pattern.compile("(?:[a-z0-9]+://)?/(?:[^\\s/]+/)+([^\\s/]+)");
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");
    private static final String SQLITE_HEADING = "\\*\\*\\* in database main \\*\\*\\*\\s*";

    private Figures() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    static String second(Instant time) {
        return SECOND.format(time);
    }

    static String full(Instant time) {
        return FULL.format(time);
    }

    static String fullMinute(Instant time) {
        return FULL_MINUTE.format(time);
    }

    /// Texts that hold a time name it to the millisecond at most: `13:17:31.902Z`, `13:57:58Z`.
    static String brief(String text) {
        return MORE_THAN_MILLIS.matcher(text).replaceAll("$1").replace(".000Z", "Z");
    }

    /// The same text, with each path as its last part where the text has more than `width` cells.
    static String fitting(String text, int width) {
        String brief = brief(text);
        return CellWidth.of(Sanitizer.clean(brief)) <= width
                ? brief
                : PATH.matcher(brief).replaceAll("$1");
    }

    /// A text for one row: its lines side by side, without the heading that SQLite puts above its findings.
    static String oneLine(String text) {
        return LINE_BREAKS
                .matcher(brief(text).replaceAll(SQLITE_HEADING, "").strip())
                .replaceAll("; ");
    }

    /// `14:32:06` today, `11-19 14:32` before.
    static String secondOrDay(Instant time, Instant now) {
        return sameDay(time, now) ? SECOND.format(time) : DAY_MINUTE.format(time);
    }

    /// `13:00` today, `11-19` before.
    static String minuteOrDay(Instant time, Instant now) {
        return sameDay(time, now) ? MINUTE.format(time) : DAY.format(time);
    }

    private static boolean sameDay(Instant time, Instant now) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /// `0.4s`, `42s`, `4m12s`, `2h05m`, `3d`.
    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", Math.max(0, duration.toMillis()) / 100 / 10.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        return seconds < 86_400
                ? String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60)
                : seconds / 86_400 + "d";
    }

    /// `40s`, `1m50s`, in steps of ten seconds: it is a guess.
    static String coarse(Duration duration) {
        long tens = Math.max(10, (duration.toSeconds() + 9) / 10 * 10);
        return span(Duration.ofSeconds(tens));
    }

    /// `0:09`, `3:41`, `1:02:03`.
    static String stopwatch(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /// `9 s`, `4 min 12 s`, `2 h 5 min`.
    static String spoken(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    /// `about 40 s`, `about 7 min`.
    static String about(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        return "about " + (seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min");
    }

    /// `just now`, `12m ago`, `2h ago`, `1d ago`.
    static String ago(Instant time, Instant now) {
        long seconds = Math.max(0, Duration.between(time, now).toSeconds());
        if (seconds < 60) {
            return "just now";
        }
        return (seconds < 3600 ? seconds / 60 + "m" : seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d")
                + " ago";
    }

    /// `512 B`, `4.1 KiB`, `310 MiB`, `1.2 GiB`.
    static String size(double bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit > 0 && value < 9.95
                ? String.format(Locale.ROOT, "%.1f %s", value, units[unit])
                : String.format(Locale.ROOT, "%.0f %s", value, units[unit]);
    }

    /// `1 204 331`.
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }
}
