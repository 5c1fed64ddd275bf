package dev.lifeboat.app.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.LoggingSettings;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoticeLogTest {
    private final StringWriter written = new StringWriter();
    private final NoticeLog log = new NoticeLog();

    @BeforeEach
    void toHere() {
        Logging.to(new PrintWriter(written), new LoggingSettings(LoggingSettings.Level.WARN, false));
    }

    @AfterEach
    void toNobody() {
        Logging.off();
    }

    @Test
    void aNoticeWhoseFiguresGrowIsSaidOnce() {
        say("/a.db", "a reader has stood for 60 s");
        say("/a.db", "a reader has stood for 61 s");
        assertThat(lines()).singleElement().asString().endsWith("/a.db: a reader has stood for 60 s");
    }

    @Test
    void whatComesBackIsSaidAgain() {
        say("/a.db", "an old library");
        say("/a.db");
        say("/a.db", "an old library");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aDiskThatHangsIsSaidOnce_D2() {
        log.log(List.of(status("/a.db", State.STALLED, "waited 3 s")));
        log.log(List.of(status("/a.db", State.STALLED, "waited 4 s")));
        assertThat(lines()).singleElement().asString().endsWith("ERROR /a.db: waited 3 s");
    }

    private void say(String database, String... notices) {
        log.log(List.of(status(database, State.REPLICATING, "", notices)));
    }

    private List<String> lines() {
        return written.toString().lines().filter(line -> line.contains("/a.db")).toList();
    }

    private static ReplicatorStatus status(String database, State state, String reason, String... notices) {
        return new ReplicatorStatus(
                Path.of(database),
                state,
                reason,
                42,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                0,
                new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(notices),
                List.of());
    }
}
