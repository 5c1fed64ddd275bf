package dev.lifeboat.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final StringWriter written = new StringWriter();
    private final PrintWriter writer = new PrintWriter(written, true);

    @Test
    void aProblemIsToldInThreeParts() {
        Problem problem = Problem.of(ProblemCode.BROKEN_CHAIN, "no snapshot at or before 2026-03-01T04:00:00Z")
                .withDetail("oldest is 2026-03-01T04:10:12Z")
                .withObjects(List.of("generations/x/wal/1.wal.lz4"))
                .withSafe("nothing was written")
                .withNext("lifeboat restore -timestamp 2026-03-01T04:10:12Z app.db");
        assertThat(new ProblemPrinter(writer, new Ink(false)).print(problem)).isEqualTo(3);
        assertThat(written.toString()).isEqualTo("""
                error: no snapshot at or before 2026-03-01T04:00:00Z
                       oldest is 2026-03-01T04:10:12Z
                       generations/x/wal/1.wal.lz4
                       nothing was written
                next:  lifeboat restore -timestamp 2026-03-01T04:10:12Z app.db
                """);
    }

    @Test
    void textFromOutsideCannotDriveTheTerminal() {
        new ProblemPrinter(writer, new Ink(false))
                .print(Problem.of(ProblemCode.FAILED, "bad \u001b[2Jkey\n\u202etxt \u0085 \ud800"));
        assertThat(written.toString()).isEqualTo("error: bad \\x1b[2Jkey\\n\\u202etxt \\x85 \\ud800\n");
    }

    @Test
    void aTableIsPaddedExceptForItsLastColumn() {
        new Table("path", "replicas")
                .row("/data/app.db", "file,s3")
                .row("/x", "file")
                .print(writer);
        assertThat(written.toString()).isEqualTo("""
                path          replicas
                /data/app.db  file,s3
                /x            file
                """);
    }

    @Test
    void aTableThatHasToFitLosesTheMiddleOfItsLongTexts() {
        Table table = new Table("name", "size", "prefix")
                .row("production_cache.sqlite3", "88 MiB", "very/long/prefix/production_cache.sqlite3")
                .row("a.db", "532 B", "a");
        table.line("a line below");
        table.right(1).within(46, 2, 0).print(writer);
        assertThat(written.toString()).isEqualTo("""
                name                        size  prefix
                production_cache.sqlite3  88 MiB  very/l…lite3
                a.db                       532 B  a
                a line below
                """);
    }

    @Test
    void amountsAreShort() {
        assertThat(Amounts.bytes(532)).isEqualTo("532 B");
        assertThat(Amounts.bytes(4198)).isEqualTo("4.1 KiB");
        assertThat(Amounts.bytes(92_274_688)).isEqualTo("88 MiB");
        assertThat(Amounts.span(Duration.ofMillis(412))).isEqualTo("0.4s");
        assertThat(Amounts.span(Duration.ofSeconds(252))).isEqualTo("4m12s");
        assertThat(Amounts.span(Duration.ofMinutes(185))).isEqualTo("3h05m");
        assertThat(Amounts.span(Duration.ofHours(-52))).isEqualTo("-2d4h");
    }
}
