package dev.lifeboat.app.output;

import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Progress on stderr (tui.md 9): one line rewritten at most five times a second on a terminal, else whole
/// lines with their time: where a part starts, every ten percent or thirty seconds, and where it ends. What
/// takes less than a second has no lines of its own between its start and the end of all.
///
/// What has no total, such as pages that are applied while objects are counted, is not shown: it would only
/// take turns with what has.
public final class ProgressLine implements EventSink {
    private static final Duration TERMINAL_PACE = Duration.ofMillis(200);
    private static final Duration LINE_PACE = Duration.ofSeconds(30);
    private static final Duration SHORTEST_LINE_PACE = Duration.ofSeconds(1);
    private static final int LINE_PERCENT = 10;
    private static final int COMPLETE = 100;
    private static final String ERASE = "\r\u001b[K";

    /// Before that a rate says nothing.
    private static final Duration RATE_AFTER = Duration.ofSeconds(1);

    private final PrintWriter err;
    private final boolean terminal;
    private final String what;
    private final Clock clock;
    private @Nullable Running running;
    private boolean hasEnded;
    private Instant saidAt = Instant.MIN;

    /// The part that is under way: since when, how far, and how far it was when that was last said.
    private record Running(Instant since, long from, Progress newest, int saidPercent, boolean isSaid) {
        int percent() {
            return (int) (100 * newest.done() / newest.total());
        }

        Running at(Progress progress) {
            return new Running(since, from, progress, saidPercent, false);
        }

        Running said() {
            return new Running(since, from, newest, percent(), true);
        }
    }

    public ProgressLine(PrintWriter err, boolean terminal, String what, Clock clock) {
        this.err = err;
        this.terminal = terminal;
        this.what = what;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(EngineEvent event) {
        switch (event) {
            case Progress progress -> onProgress(progress);
            case EngineEvent.Warning(String text) -> whole("warning: " + text);
            case EngineEvent.Evidence _ -> {}
        }
    }

    /// Erases what stands on the terminal; elsewhere says how far it came. What comes after that is not shown.
    public synchronized void end() {
        hasEnded = true;
        if (running != null) {
            if (terminal) {
                err.print(ERASE);
                err.flush();
            } else if (!running.isSaid()) {
                show(running, clock.instant());
            }
        }
        running = null;
    }

    private void onProgress(Progress progress) {
        if (progress.total() <= 0 || hasEnded) {
            return;
        }
        Instant now = clock.instant();
        Running last = running;
        boolean isNew = last == null || last.newest().part() != progress.part();
        Running next =
                last == null || isNew ? new Running(now, progress.done(), progress, 0, false) : last.at(progress);
        if (isDue(next, isNew, now)) {
            show(next, now);
            saidAt = now;
            next = next.said();
        }
        running = next;
    }

    private boolean isDue(Running next, boolean isNew, Instant now) {
        if (terminal) {
            return hasPassed(TERMINAL_PACE, now);
        }
        boolean isFurther = next.percent() >= next.saidPercent() + LINE_PERCENT && hasPassed(SHORTEST_LINE_PACE, now);
        return isNew || isFurther || hasPassed(LINE_PACE, now) || isEndOfLongPart(next, now);
    }

    private static boolean isEndOfLongPart(Running part, Instant now) {
        return part.newest().done() == part.newest().total()
                && part.saidPercent() < COMPLETE
                && !now.isBefore(part.since().plus(SHORTEST_LINE_PACE));
    }

    private boolean hasPassed(Duration pace, Instant now) {
        return !now.isBefore(saidAt.plus(pace));
    }

    private void show(Running part, Instant now) {
        Progress progress = part.newest();
        String line = what + "  " + progress.part().name().toLowerCase(Locale.ROOT) + "  " + part.percent() + "%  "
                + inUnits(progress.done(), progress.unit()) + " of " + inUnits(progress.total(), progress.unit())
                + pace(part, Duration.between(part.since(), now));
        if (terminal) {
            err.print(ERASE + SafeText.of(line));
            err.flush();
        } else {
            whole(Amounts.second(now) + " " + line);
        }
    }

    private void whole(String line) {
        err.println((terminal ? ERASE : "") + SafeText.of(line));
        err.flush();
    }

    /// How fast, and how long it will take at that rate.
    private static String pace(Running part, Duration passed) {
        Progress progress = part.newest();
        long came = progress.done() - part.from();
        if (passed.compareTo(RATE_AFTER) < 0 || came <= 0) {
            return "";
        }
        long perSecond = came * 1000 / passed.toMillis();
        long leftSeconds = (progress.total() - progress.done()) * passed.toMillis() / came / 1000;
        return (perSecond == 0 ? "" : "  " + inUnits(perSecond, progress.unit()) + "/s")
                + (progress.done() < progress.total()
                        ? String.format(Locale.ROOT, "  left %d:%02d", leftSeconds / 60, leftSeconds % 60)
                        : "");
    }

    private static String inUnits(long number, Unit unit) {
        return unit == Unit.BYTES ? Amounts.bytes(number) : Long.toString(number);
    }
}
