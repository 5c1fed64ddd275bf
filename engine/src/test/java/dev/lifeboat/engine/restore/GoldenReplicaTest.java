package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.event.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenReplicaTest {
    @TempDir
    private Path directory;

    private int outputs;

    private Path output() {
        return directory.resolve(outputs++ + ".db");
    }

    private Replica golden(int segments) throws IOException {
        return Replica.at(Golden.copy(directory.resolve("replica" + outputs++), segments));
    }

    private RestoreOutcome.Restored restored(Replica replica, RestoreTarget target) throws IOException {
        RestoreOutcome outcome = replica.restore(target, output());
        assertThat(outcome).as("%s", target).isInstanceOf(RestoreOutcome.Restored.class);
        return (RestoreOutcome.Restored) outcome;
    }

    private RestoreOutcome.Refused refused(Replica replica, RestoreTarget target) throws IOException {
        Path output = output();
        RestoreOutcome outcome = replica.restore(target, output);
        assertThat(outcome).as("%s", target).isInstanceOf(RestoreOutcome.Refused.class);
        assertThat(output).doesNotExist();
        assertOnlyDatabases();
        return (RestoreOutcome.Refused) outcome;
    }

    /// RS-1: whatever happens, nothing of the work is left.
    private void assertOnlyDatabases() throws IOException {
        try (var beside = Files.list(directory)) {
            assertThat(beside)
                    .allMatch(path -> path.toString().endsWith(".db") || Files.isDirectory(path))
                    .noneMatch(path -> path.getFileName().toString().startsWith("."));
        }
    }

    private static RestoreTarget at(Instant time) {
        return new RestoreTarget.AtTime(time, Optional.empty());
    }

    private static Position position(int index, long offset) {
        return new Position(new GenerationId(Golden.GENERATION), index, offset);
    }

    @Test
    void everyPrefixGivesTheRecordedFile() throws IOException {
        for (int k = 0; k <= 5; k++) {
            assertThat(restored(golden(k), RestoreTarget.latest()).sha256()).isEqualTo(Golden.HASHES.get(k));
        }
        assertOnlyDatabases();
    }

    /// Whoever keeps a record of what gets a name has it written before there is one (RS-1).
    @Test
    void aWitnessIsToldBeforeTheNameAndCanKeepItFromTheFile() throws IOException {
        Replica replica = golden(5);
        var planned = (PlanOutcome.Planned) RestorePlanner.plan(replica.history(), RestoreTarget.latest());
        Restorer restorer = new Restorer(replica.backup());
        Path output = output();
        List<String> told = new ArrayList<>();
        restorer.restore(planned.plan(), output, RestoreOptions.standard(), EventSink.ignoring(), restored -> {
            assertThat(output).doesNotExist();
            told.add(restored.output() + " " + restored.sha256());
        });
        assertThat(told).containsExactly(output + " " + Golden.HASHES.get(5));
        assertThat(output).exists();
        Path kept = output();
        assertThatThrownBy(() ->
                        restorer.restore(planned.plan(), kept, RestoreOptions.standard(), EventSink.ignoring(), _ -> {
                            throw new IOException("no room for a line");
                        }))
                .hasMessage("no room for a line");
        assertThat(kept).doesNotExist();
        assertOnlyDatabases();
    }

    @Test
    void aTimeGivesWhatWasStoredAtOrBeforeIt() throws IOException {
        Replica replica = golden(5);
        for (int k = 1; k <= 5; k++) {
            Instant stored = Golden.START.plusSeconds(60L * k);
            assertThat(restored(replica, at(stored)).sha256()).isEqualTo(Golden.HASHES.get(k));
            assertThat(restored(replica, at(stored.minusNanos(1))).sha256()).isEqualTo(Golden.HASHES.get(k - 1));
            assertThat(restored(replica, at(stored.plusSeconds(1))).remarks()).anyMatch(r -> r.contains("1 s earlier"));
        }
    }

    @Test
    void aTimeAfterTheNewestPointGivesTheNewestAndSaysSo() throws IOException {
        RestoreOutcome.Restored late = restored(golden(5), at(Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(late.sha256()).isEqualTo(Golden.HASHES.get(5));
        assertThat(late.remarks()).anyMatch(remark -> remark.contains("the newest point there is"));
    }

    @Test
    void aTimeBeforeTheFirstPointIsRefusedAndNamesTheOldest() throws IOException {
        RestoreOutcome.Refused early = refused(golden(5), at(Golden.START.minusNanos(1)));
        assertThat(early.problem().code().exitStatus()).isEqualTo(3);
        assertThat(early.nearest().before()).isEmpty();
        assertThat(early.nearest().after()).map(RestorePoint::place).contains(position(0, 0));
    }

    @Test
    void anIndexIsRestoredWholeAndOneBehindTheLastIsRefused() throws IOException {
        Replica replica = golden(5);
        assertThat(restored(replica, new RestoreTarget.UpToIndex(0, Optional.empty()))
                        .sha256())
                .isEqualTo(Golden.HASHES.get(3));
        assertThat(restored(replica, new RestoreTarget.UpToIndex(1, Optional.empty()))
                        .sha256())
                .isEqualTo(Golden.HASHES.get(5));
        RestoreOutcome.Refused behind = refused(replica, new RestoreTarget.UpToIndex(2, Optional.empty()));
        assertThat(behind.problem().code().exitStatus()).isEqualTo(3);
        assertThat(behind.nearest().before()).map(RestorePoint::place).contains(position(1, 0x450));
    }

    @Test
    void everyPointOfTheListingIsRestoredByItsId() throws IOException {
        Replica replica = golden(5);
        int k = 0;
        for (RestorePoint point : replica.history().points()) {
            Position parsed = Position.parse(point.id()).orElseThrow();
            assertThat(restored(replica, new RestoreTarget.AtPoint(parsed)).sha256())
                    .isEqualTo(Golden.HASHES.get(k++));
        }
        assertThat(k).isEqualTo(6);
    }

    /// Three commits end in the third segment: at 0xcb0, 0xec8 and 0x10e0.
    @Test
    void aCommitInsideASegmentIsAPointAndAnyOtherPlaceIsNot() throws IOException {
        Replica replica = golden(5);
        RestoreOutcome.Restored inside = restored(replica, new RestoreTarget.AtPoint(position(0, 0xcb0)));
        assertThat(inside.point().kind()).isEqualTo(RestorePoint.Kind.COMMIT);
        assertThat(inside.sha256()).isNotIn(Golden.HASHES);
        RestoreOutcome.Refused between = refused(replica, new RestoreTarget.AtPoint(position(0, 0xcb0 + 8)));
        assertThat(between.problem().message()).contains("no commit ends at");
        assertThat(between.nearest().before()).map(RestorePoint::place).contains(position(0, 0xcb0));
        assertThat(between.nearest().after()).map(RestorePoint::place).contains(position(0, 0xec8));
    }

    @Test
    void pointsThatDoNotExistAreRefusedWithTheirNeighbours() throws IOException {
        Replica replica = golden(5);
        RestoreOutcome.Refused behind = refused(replica, new RestoreTarget.AtPoint(position(1, 0x9999)));
        assertThat(behind.nearest().before()).map(RestorePoint::place).contains(position(1, 0x450));
        RestoreOutcome.Refused elsewhere =
                refused(replica, new RestoreTarget.AtPoint(new Position(new GenerationId("0123456789abcdef"), 0, 0)));
        assertThat(elsewhere.problem().message()).contains("0123456789abcdef");
        assertThat(elsewhere.problem().details().getFirst()).contains(Golden.GENERATION);
    }

    @Test
    void anEmptyReplicaIsNoBackup() throws IOException {
        RestoreOutcome.Refused empty = refused(Replica.at(directory.resolve("nothing")), RestoreTarget.latest());
        assertThat(empty.problem().code().id()).isEqualTo("no-backup");
        assertThat(empty.problem().message()).isEqualTo("no matching backups found");
    }

    /// Reliability S4, on every object in turn: the same content, or refused by the object's name with an
    /// offer.
    @Test
    void bitFlipsNeverGiveAnythingElse() throws IOException {
        Random random = new Random(4);
        for (int object = -1; object < 5; object++) {
            String key = object < 0 ? Golden.snapshotKey() : Golden.segmentKey(object);
            for (int i = 0; i < 12; i++) {
                Replica replica = golden(5);
                Path file = replica.root().resolve(key);
                byte[] bytes = Files.readAllBytes(file);
                int bit = random.nextInt(bytes.length * 8);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, bytes);
                switch (replica.restore(RestoreTarget.latest(), output())) {
                    case RestoreOutcome.Restored restored ->
                        assertThat(restored.sha256()).isEqualTo(Golden.HASHES.get(5));
                    case RestoreOutcome.Refused refused -> {
                        assertThat(refused.problem().objects())
                                .as("bit %s", bit)
                                .containsExactly(key);
                        assertThat(refused.nearest().before().isPresent()).isEqualTo(object >= 0);
                    }
                }
            }
        }
    }

    /// Truncation at every length, also to nothing.
    @Test
    void aCutObjectIsRefusedByName() throws IOException {
        for (int length = 0; length < 84; length += 7) {
            Replica replica = golden(5);
            Path file = replica.root().resolve(Golden.segmentKey(1));
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
            RestoreOutcome.Refused refused = refused(replica, RestoreTarget.latest());
            assertThat(refused.problem().objects()).containsExactly(Golden.segmentKey(1));
            RestorePoint before = refused.nearest().before().orElseThrow();
            assertThat(restored(replica, new RestoreTarget.AtPoint(before.place()))
                            .sha256())
                    .isEqualTo(Golden.HASHES.get(1));
        }
    }

    @Test
    void anOutputOrOneOfItsSideFilesIsNeverReplaced() throws IOException {
        Replica replica = golden(5);
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
            Path output = output();
            Path there = Path.of(output + suffix);
            Files.createFile(there);
            RestoreOutcome outcome = replica.restore(RestoreTarget.latest(), output);
            assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
                assertThat(refused.problem().code().exitStatus()).isEqualTo(5);
                assertThat(refused.problem().message())
                        .isEqualTo("cannot restore, output path already exists: " + there);
            });
            assertThat(there).as("product.md 3: empty or not").isEmptyFile();
            Files.writeString(there, "mine");
            assertThat(replica.restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Refused.class);
            assertThat(there).hasContent("mine");
            Files.delete(there);
        }
    }

    @Test
    void whatAKilledRestoreLeftIsRemovedAndWhatARunningOneHoldsIsNot() throws IOException {
        Path output = output();
        Path left = directory.resolve("." + output.getFileName() + ".lifeboat-restore-1234");
        Files.createDirectory(left);
        Files.createFile(left.resolve("lock"));
        Files.writeString(left.resolve("database"), "half");
        try (Staging running = Staging.beside(output)) {
            assertThat(left).doesNotExist();
            assertThat(golden(5).restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Restored.class);
            assertThat(running.file("lock")).exists();
        }
        assertOnlyDatabases();
    }

    /// For a process that is about to end (Ctrl-C, TERM).
    @Test
    void whatThisProcessHoldsIsRemovedWhenItIsAbandoned() throws IOException {
        Path output = output();
        try (Staging running = Staging.beside(output)) {
            Files.writeString(running.file("database"), "half");
            Leftovers.abandon(output);
            assertThat(running.file("database").getParent()).doesNotExist();
            running.keepAbove();
        }
        assertOnlyDatabases();
    }
}
