package dev.lifeboat.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// What a log holds of a restore (tui.md 9), and what a terminal shows of it.
class ProgressLineTest {
    private final StringWriter text = new StringWriter();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private ProgressLine line(boolean terminal) {
        InstantSource source = () -> now;
        return new ProgressLine(
                new PrintWriter(text, true), terminal, "restore app.db", source.withZone(ZoneOffset.UTC));
    }

    private void pass(int millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void aLogHasTheStartOfEachPartAndTheEnd() {
        ProgressLine log = line(false);
        log.accept(new Progress(Part.SNAPSHOT, 0, 4096, Unit.BYTES));
        log.accept(new Progress(Part.SNAPSHOT, 4000, 4096, Unit.BYTES));
        log.accept(new Progress(Part.CHANGES, 0, 306, Unit.OBJECTS));
        for (int done = 1; done <= 306; done++) {
            log.accept(new Progress(Part.APPLY, done * 3, 0, Unit.PAGES));
            log.accept(new Progress(Part.CHANGES, done, 306, Unit.OBJECTS));
        }
        pass(2000);
        log.accept(new EngineEvent.Warning("its owner is another"));
        log.accept(new Progress(Part.CHECK, 0, 8192, Unit.BYTES));
        log.accept(new Progress(Part.CHECK, 8192, 8192, Unit.BYTES));
        log.end();

        assertThat(text.toString()).isEqualTo("""
                        2026-03-01T12:00:00Z restore app.db  snapshot  0%  0 B of 4.0 KiB
                        2026-03-01T12:00:00Z restore app.db  changes  0%  0 of 306
                        warning: its owner is another
                        2026-03-01T12:00:02Z restore app.db  check  0%  0 B of 8.0 KiB
                        2026-03-01T12:00:02Z restore app.db  check  100%  8.0 KiB of 8.0 KiB
                        """);
    }

    /// A restore that is interrupted ends it while it still goes on.
    @Test
    void nothingIsSaidBehindTheEnd() {
        ProgressLine log = line(false);
        log.accept(new Progress(Part.SNAPSHOT, 0, 4096, Unit.BYTES));
        log.end();
        log.accept(new Progress(Part.SNAPSHOT, 4096, 4096, Unit.BYTES));
        assertThat(text.toString().lines()).hasSize(1);
    }

    @Test
    void aLongPartIsSaidEveryTenPercentOrHalfAMinuteAndAtItsEnd() {
        ProgressLine log = line(false);
        log.accept(new Progress(Part.SNAPSHOT, 0, 1000, Unit.OBJECTS));
        for (int done = 1; done <= 25; done++) {
            pass(2000);
            log.accept(new Progress(Part.SNAPSHOT, done, 1000, Unit.OBJECTS));
        }
        for (int done = 50; done <= 1000; done += 50) {
            pass(900);
            log.accept(new Progress(Part.SNAPSHOT, done, 1000, Unit.OBJECTS));
        }
        log.accept(new Progress(Part.CHANGES, 0, 306, Unit.OBJECTS));

        assertThat(text.toString().lines().map(line -> line.substring(21).replaceAll(" of .*", "")))
                .containsExactly(
                        "restore app.db  snapshot  0%  0",
                        "restore app.db  snapshot  1%  15",
                        "restore app.db  snapshot  15%  150",
                        "restore app.db  snapshot  25%  250",
                        "restore app.db  snapshot  35%  350",
                        "restore app.db  snapshot  45%  450",
                        "restore app.db  snapshot  55%  550",
                        "restore app.db  snapshot  65%  650",
                        "restore app.db  snapshot  75%  750",
                        "restore app.db  snapshot  85%  850",
                        "restore app.db  snapshot  95%  950",
                        "restore app.db  snapshot  100%  1000",
                        "restore app.db  changes  0%  0");
    }

    @Test
    void aTerminalHasOneLineWithRateAndTimeLeftAtMostFiveTimesASecond() {
        ProgressLine line = line(true);
        line.accept(new Progress(Part.SNAPSHOT, 0, 100 << 20, Unit.BYTES));
        for (int done = 1; done <= 20; done++) {
            pass(100);
            line.accept(new Progress(Part.SNAPSHOT, done << 20, 100 << 20, Unit.BYTES));
        }
        line.end();

        assertThat(text.toString().split("\r\u001b\\[K", -1))
                .hasSize(13)
                .endsWith("restore app.db  snapshot  20%  20 MiB of 100 MiB  10 MiB/s  left 0:08", "");
        assertThat(text.toString()).doesNotContain("\n");
    }
}
