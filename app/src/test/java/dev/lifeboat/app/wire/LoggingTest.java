package dev.lifeboat.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.app.config.LoggingSettings;
import dev.lifeboat.app.config.LoggingSettings.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// SE-11 and the fields of the log. Lines of other tests that run beside this one are left out.
class LoggingTest {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LoggingTest.class);
    private static final String MINE = "of the logging test";

    private final StringWriter written = new StringWriter();

    @AfterEach
    void leaveNoContext() {
        MDC.clear();
        Logging.off();
    }

    @Test
    void jsonHasTimeLevelMessageDatabaseReplicaAndError() {
        Logging.to(new PrintWriter(written), new LoggingSettings(Level.INFO, true));
        MDC.put("db", "/data/a\u001b.db");
        MDC.put("replica", "s3");
        LOG.warn("a line\n\u202e {}", MINE, new IOException("no \u0007 route"));
        JsonObject line = new JsonStreamParser(mine()).next().getAsJsonObject();
        assertThat(line.keySet()).containsExactly("time", "level", "msg", "db", "replica", "error");
        assertThat(line.get("time").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.get("level").getAsString()).isEqualTo("WARN");
        assertThat(line.get("msg").getAsString()).isEqualTo("a line\\n\\u202e " + MINE);
        assertThat(line.get("db").getAsString()).isEqualTo("/data/a\\x1b.db");
        assertThat(line.get("error").getAsString()).isEqualTo("java.io.IOException: no \\x07 route");
    }

    @Test
    void textNamesTheDatabaseUnlessTheMessageDoes() {
        Logging.to(new PrintWriter(written), new LoggingSettings(Level.WARN, false));
        MDC.put("db", "/data/a.db");
        LOG.info("below the level {}", MINE);
        LOG.warn("plain {}", MINE);
        LOG.warn("/data/a.db {}", MINE);
        assertThat(mine().lines().map(line -> line.substring(line.indexOf(' ') + 1)))
                .containsExactly("WARN plain " + MINE + " db=/data/a.db", "WARN /data/a.db " + MINE);
    }

    /// What goes over the wire is the user's data, and more of it than any log can take.
    @Test
    void theLowestLevelIsThatOfOurOwnLinesOnly() {
        org.slf4j.Logger wire = LoggerFactory.getLogger("org.apache.hc.client5.http.wire");
        Logging.to(new PrintWriter(written), new LoggingSettings(Level.DEBUG, false));
        LOG.debug("ours {}", MINE);
        wire.info("theirs {}", MINE);
        wire.warn("their trouble {}", MINE);
        assertThat(mine().lines().map(line -> line.substring(line.indexOf(' ') + 1)))
                .containsExactly("DEBUG ours " + MINE, "WARN their trouble " + MINE);
        assertThat(wire.isInfoEnabled()).isFalse();
    }

    @Test
    void withoutAWordHowToLogAWarningIsOneHarmlessLine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            new Logging.WarningHandler()
                    .publish(new LogRecord(java.util.logging.Level.WARNING, "the clock\u001b of\nothers"));
        } finally {
            System.setErr(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("warning: the clock\\x1b of\\nothers" + System.lineSeparator());
    }

    private String mine() {
        return written.toString()
                .lines()
                .filter(line -> line.contains(MINE))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
