package dev.lifeboat.app.output;

import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Progress on stderr (tui.md 9): one line rewritten at most five times a second on a terminal, else whole
/// lines with their time, every ten percent or thirty seconds, whichever is later.
public final class ProgressLine implements EventSink {
    private static final Duration TERMINAL_PACE = Duration.ofMillis(200);
    private static final Duration LINE_PACE = Duration.ofSeconds(30);
    private static final int LINE_PERCENT = 10;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final String what;
    private final Clock clock;
    private final Map<Part, Said> said = new EnumMap<>(Part.class);

    private record Said(Instant at, int percent) {}

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

    /// Erases what stands on the terminal.
    public synchronized void end() {
        if (terminal && !said.isEmpty()) {
            err.print(ERASE);
            err.flush();
        }
        said.clear();
    }

    private void onProgress(Progress progress) {
        int percent = progress.total() > 0 ? (int) (100 * progress.done() / progress.total()) : 0;
        Instant now = clock.instant();
        Said last = said.get(progress.part());
        if (last == null || isDue(last, now, percent)) {
            said.put(progress.part(), new Said(now, percent));
            show(progress, percent, now);
        }
    }

    private boolean isDue(Said last, Instant now, int percent) {
        Duration passed = Duration.between(last.at(), now);
        return terminal
                ? passed.compareTo(TERMINAL_PACE) >= 0
                : passed.compareTo(LINE_PACE) >= 0 && percent >= last.percent() + LINE_PERCENT;
    }

    private void show(Progress progress, int percent, Instant now) {
        String line = what + "  " + progress.part().name().toLowerCase(Locale.ROOT) + "  "
                + (progress.total() > 0 ? percent + "%  " : "") + amount(progress);
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

    private static String amount(Progress progress) {
        String done = inUnits(progress.done(), progress.unit());
        return progress.total() > 0 ? done + " of " + inUnits(progress.total(), progress.unit()) : done;
    }

    private static String inUnits(long number, Unit unit) {
        return unit == Unit.BYTES ? Amounts.bytes(number) : Long.toString(number);
    }
}
