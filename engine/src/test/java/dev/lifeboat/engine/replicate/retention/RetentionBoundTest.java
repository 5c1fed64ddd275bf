package dev.lifeboat.engine.replicate.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Known;
import dev.lifeboat.engine.replicate.retention.WeekStore.Made;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Retention in a replica of 1,300,000 objects, in a process that has the memory of a replicator.
class RetentionBoundTest {
    private static final int DAY_SEGMENTS = 86_400;
    private static final int DAY_INDEXES = DAY_SEGMENTS / WeekStore.INDEX_SEGMENTS;
    private static final int BEHIND_INDEXES = 400;

    /// A generation of a week that goes as a whole, and one of eight days that loses its first.
    static final class Run {
        private Run() {}

        public static void main(String[] args) throws IOException {
            Instant begin = Instant.parse("2026-03-01T00:00:00Z");
            Made old = new Made(
                    new GenerationId("00000000000000aa"), begin.minus(Duration.ofDays(7)), 7 * DAY_SEGMENTS, days(7));
            int segments = 8 * DAY_SEGMENTS + 3600;
            int newest = segments / WeekStore.INDEX_SEGMENTS - BEHIND_INDEXES;
            List<Integer> snapshots =
                    Stream.concat(days(8).stream(), Stream.of(newest)).sorted().toList();
            Made present = new Made(new GenerationId("00000000000000bb"), begin, segments, snapshots);
            WeekStore store = new WeekStore(old, present);
            Instant now = begin.plusSeconds(segments);
            Known known = new Known(present.id(), snapshots.getLast(), present.end(segments - 1));
            Retention retention = new Retention(store, Duration.ofDays(7), Clock.fixed(now, ZoneOffset.UTC));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (int run = 0; run < 3; run++) {
                String said = switch (retention.run(known, () -> true)) {
                    case Retention.Outcome.Done(RetentionPlan _, long deleted) -> "deleted " + deleted;
                    case Retention.Outcome.Withheld(String reason) -> "withheld " + reason;
                };
                out.println(said + "; left " + store.left(old.id()) + " " + store.left(present.id()) + "; requests "
                        + store.listRequests + " " + store.headRequests + " " + store.deleteRequests);
            }
        }

        private static List<Integer> days(int count) {
            return IntStream.range(0, count)
                    .map(day -> day * DAY_INDEXES)
                    .boxed()
                    .toList();
        }
    }

    @Test
    void thirteenHundredThousandObjectsNeedNoMoreThanAReplicatorHas() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx40m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Run.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> said = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("%s", said).isZero();
        // 24,000 segments lie behind the newest snapshot; one run looks at 20,000 of them. A page has 1000 keys.
        assertThat(said)
                .containsExactly(
                        "withheld the segments behind the newest snapshot are proved up to "
                                + "00000000000000bb/00002cf9/00014200, 4000 more in the next run"
                                + "; left 604800 694800; requests 1301 20002 0",
                        "deleted 691208; left 0 608400; requests 2602 24004 701",
                        "deleted 0; left 0 608400; requests 3212 24004 701");
    }
}
