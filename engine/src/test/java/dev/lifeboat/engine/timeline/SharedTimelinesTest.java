package dev.lifeboat.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.restore.Shared;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.engine.timeline.PointEvent.GapBefore;
import dev.lifeboat.engine.timeline.PointEvent.SchemaChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/// Timelines of what real Litestream binaries wrote. The witness is SQLite: every point is restored and asked for its
/// schema version.
class SharedTimelinesTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheArchives() {
        Shared.require();
    }

    @ParameterizedTest
    @CsvSource({"v03-page512, 1", "v05-page512, 1", "v05-levels, 1", "v03-generations, 0"})
    void everyChangeOfTheSchemaIsToldAndNoOther(String name, int expected) throws Exception {
        Path root = Shared.unpack(name, directory.resolve(name));
        Timeline timeline = new Look(root, ObjectMemory.none()).take();
        Backup backup = new ReplicaBackup(new FileObjectStore(root));
        History listed = backup.history();
        RestorePoint last = null;
        long before = 0;
        int changes = 0;
        for (Moment moment : timeline.moments()) {
            RestorePoint point = moment.point();
            long now = schemaVersion(restored(backup, listed, point));
            List<SchemaChange> told = moment.events().stream()
                    .filter(SchemaChange.class::isInstance)
                    .map(SchemaChange.class::cast)
                    .toList();
            boolean follows = last != null && last.place().isOnLineOf(point.place());
            if (follows && now != before) {
                assertThat(told).as("%s", point.id()).isNotEmpty();
                assertThat(told.getFirst().cookieBefore()).as("%s", point.id()).isEqualTo(before);
                assertThat(told.getLast().cookieAfter()).as("%s", point.id()).isEqualTo(now);
                assertThat(schemaVersion(restored(
                                backup, listed, point.at(told.getFirst().before()))))
                        .as("the commit before it")
                        .isEqualTo(before);
                changes++;
            } else {
                assertThat(told).as("%s", point.id()).isEmpty();
            }
            last = point;
            before = now;
        }
        assertThat(changes).isEqualTo(expected);
    }

    private Path restored(Backup backup, History listed, RestorePoint point) throws IOException {
        RestoreTarget target = new RestoreTarget.AtPoint(point.place());
        Path output = directory.resolve("witness.db");
        Files.deleteIfExists(output);
        PlanOutcome outcome = RestorePlanner.plan(backup.learn(listed, target), target);
        assertThat(outcome).as("%s", point.id()).isInstanceOf(PlanOutcome.Planned.class);
        RestorePlan plan = ((PlanOutcome.Planned) outcome).plan();
        assertThat(new Restorer(backup).restore(plan, output, RestoreOptions.standard(), EventSink.ignoring()))
                .isInstanceOf(RestoreOutcome.Restored.class);
        return output;
    }

    private static long schemaVersion(Path file) throws Exception {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA schema_version")) {
            return row.getLong(1);
        }
    }

    /// B1 to B3, S4: looked at without restoring, each damage is named at the point that it takes away.
    @ParameterizedTest
    @CsvSource({
        "v03-damaged/hole, fbef283525a79fe9/00000005/00015218",
        "v03-damaged/bitflip, fbef283525a79fe9/00000005/0000d158",
        "v03-damaged/truncated, fbef283525a79fe9/00000005/0000d158",
        "v03-damaged/empty-object, fbef283525a79fe9/00000005/0000d158",
        "v03-damaged/two-frames, fbef283525a79fe9/00000005/0000d158",
        "v03-damaged/foreign-salt, fbef283525a79fe9/00000005/0000d158",
        "v03-damaged/broken-frame-checksum, fbef283525a79fe9/00000005/0000d158",
        "v03-damaged/lost-index, fbef283525a79fe9/00000006/00001038",
        "v03-damaged/empty-snapshot, fbef283525a79fe9/00000000/00000000",
        "v03-damaged/no-snapshot, fbef283525a79fe9/00000000/00021338",
        "v05-damaged/hole, ltx/0000000000000030",
        "v05-damaged/bitflip, ltx/000000000000002f",
        "v05-damaged/truncated, ltx/000000000000002f",
        "v05-damaged/empty-object, ltx/000000000000002f",
        "v05-damaged/trailing-byte, ltx/000000000000002f",
        "v05-damaged/wrong-name, ltx/000000000000002f",
        "v05-damaged/no-base, ltx/0000000000000002"
    })
    void damageIsToldAtThePointThatItTakesAway(String archive, String point) throws Exception {
        Timeline timeline = new Look(Shared.unpack(archive, directory.resolve("r")), ObjectMemory.none()).take();
        List<Moment> broken = timeline.moments().stream()
                .filter(moment -> moment.events().stream().anyMatch(GapBefore.class::isInstance))
                .toList();
        assertThat(broken)
                .singleElement()
                .satisfies(moment -> assertThat(moment.point().id()).isEqualTo(point));
    }

    /// The planner is the witness: what carries no gap can be planned, and what it cannot plan carries one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v03-damaged/hole",
                "v03-damaged/bitflip",
                "v03-damaged/lost-index",
                "v03-damaged/empty-snapshot",
                "v03-damaged/no-snapshot",
                "v03-generations",
                "v05-damaged/hole",
                "v05-damaged/truncated",
                "v05-damaged/no-base",
                "v05-levels",
                "v05-page512",
                "mixed-upgrade"
            })
    void noPointIsShownAsRestorableThatNothingLeadsTo(String archive) throws Exception {
        Timeline timeline = new Look(Shared.unpack(archive, directory.resolve("r")), ObjectMemory.none()).take();
        for (Moment moment : timeline.moments()) {
            boolean isTakenAway = moment.events().stream()
                    .anyMatch(event -> event instanceof GapBefore || event instanceof PointEvent.Behind);
            RestoreTarget target = new RestoreTarget.AtPoint(moment.point().place());
            boolean canBePlanned = RestorePlanner.plan(timeline.history(), target) instanceof PlanOutcome.Planned;
            assertThat(canBePlanned).as(moment.point().id()).isNotEqualTo(isTakenAway);
        }
    }

    @Test
    void bothFormatsUnderOneRootAreOneTimelineAndLtxTimesAreTheWriters() throws Exception {
        Path root = Shared.unpack("mixed-upgrade", directory.resolve("r"));
        List<Moment> moments = new Look(root, ObjectMemory.none()).take().moments();
        assertThat(moments)
                .filteredOn(moment -> moment.point().id().startsWith("ltx/"))
                .isNotEmpty()
                .allMatch(moment -> moment.point().timeSource() == TimeSource.WRITER);
        assertThat(moments)
                .filteredOn(moment -> !moment.point().id().startsWith("ltx/"))
                .isNotEmpty()
                .allMatch(moment -> moment.point().timeSource() == TimeSource.STORAGE);
    }
}
