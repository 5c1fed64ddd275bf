package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.timeline.Moment;
import dev.lifeboat.engine.timeline.ObjectMemory;
import dev.lifeboat.engine.timeline.TimelineReader;
import dev.lifeboat.engine.timeline.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// product.md 6: one time and one source for one point of the LTX format, wherever it is told, although the storage
/// knows whole seconds only, of the upload or of a copy. The headers have the writer's milliseconds.
class CopiedTimesTest {
    @TempDir
    private Path directory;

    private int outputs;

    @BeforeEach
    void needsTheArchives() {
        Shared.require();
    }

    private Replica copied(String archive, boolean isCopyOfToday) throws Exception {
        Path root = Shared.unpack(archive, directory.resolve("replica"));
        Instant today = Instant.parse("2026-11-25T09:00:00Z");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant kept = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
                // A copy stores its objects in any order.
                Instant stored = isCopyOfToday ? today.plusSeconds(Math.floorMod(kept.hashCode() * 31, 60)) : kept;
                Files.setLastModifiedTime(file, FileTime.from(stored));
            }
        }
        return Replica.at(root);
    }

    private RestoreOutcome restored(Replica replica, RestoreTarget target) throws IOException {
        return replica.restore(target, directory.resolve("out").resolve(outputs++ + ".db"));
    }

    private void assertGives(Replica replica, RestoreTarget target, RestorePoint expected) throws IOException {
        assertThat(restored(replica, target))
                .isInstanceOfSatisfying(
                        RestoreOutcome.Restored.class, restored -> assertSame(restored.point(), expected));
    }

    private static void assertSame(RestorePoint told, RestorePoint expected) {
        assertThat(told.id()).isEqualTo(expected.id());
        assertThat(told.time()).as(told.id()).isEqualTo(expected.time());
        assertThat(told.timeSource()).as(told.id()).isEqualTo(TimeSource.WRITER);
    }

    @ParameterizedTest
    @CsvSource({
        "v05-levels, true",
        "v05-levels, false",
        "v05-levels-frame, true",
        "v05-page512, true",
        "v05-page512, false"
    })
    void aPointHasOneTimeWhereverItIsTold(String archive, boolean isCopyOfToday) throws Exception {
        Replica replica = copied(archive, isCopyOfToday);
        List<RestorePoint> points = new TimelineReader(replica.backup(), ObjectMemory.none())
                .read(replica.backup().listing(), Window.ALWAYS, _ -> {}).moments().stream()
                        .map(Moment::point)
                        .toList();
        assertThat(points).isNotEmpty().allMatch(point -> point.timeSource() == TimeSource.WRITER);
        for (RestorePoint point : points) {
            assertGives(replica, new RestoreTarget.AtTime(point.time(), Optional.empty()), point);
            assertGives(replica, new RestoreTarget.AtPoint(point.place()), point);
        }
        assertGives(replica, RestoreTarget.latest(), points.getLast());

        RestorePoint first = points.getFirst();
        assertThat(restored(replica, new RestoreTarget.AtTime(first.time().minusMillis(1), Optional.empty())))
                .isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
                    assertThat(refused.problem().toString()).contains("the oldest is " + first.time());
                    assertSame(refused.nearest().after().orElseThrow(), first);
                });
    }
}
