package dev.lifeboat.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.restore.LtxSource;
import dev.lifeboat.engine.restore.SqliteReplica;
import dev.lifeboat.engine.timeline.PointEvent.SchemaChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 5, History: cached locally by object identity, so that a second look costs one listing.
class ObjectMemoryTest {
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");

    @TempDir
    private Path directory;

    private Path memory = Path.of("");

    @BeforeEach
    void names() {
        memory = directory.resolve("state/points");
    }

    private Look look(Path root) {
        return new Look(root, new MemoryFiles(memory));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(memory)) {
            return all.toList();
        }
    }

    private SqliteReplica replica() throws Exception {
        SqliteReplica replica = new SqliteReplica(directory.resolve("source"), 512, GENERATION);
        replica.snapshot();
        for (String each : new String[] {"u", "v", "w"}) {
            replica.sql("CREATE TABLE " + each + "(a)");
            replica.segment();
            replica.sql("CREATE INDEX i" + each + " ON " + each + "(a)");
            replica.segment();
            replica.nextIndex();
        }
        return replica;
    }

    private static Path segment(SqliteReplica replica, int index, long offset) {
        return replica.root().resolve("generations/%s/wal/%08x_%08x.wal.lz4".formatted(GENERATION, index, offset));
    }

    @Test
    void aSecondLookCostsOneListing() throws Exception {
        try (SqliteReplica replica = replica()) {
            Timeline first = look(replica.root()).take();
            Look second = look(replica.root());
            List<String> listing = second.askedByAListing();
            assertThat(second.take()).isEqualTo(first);
            assertThat(second.asked()).isEqualTo(listing).noneMatch(each -> each.startsWith("open"));
            assertThat(first.moments().stream().flatMap(moment -> moment.events().stream()))
                    .hasSize(7);
        }
    }

    @Test
    void aSecondLookAtTheLtxFormatCostsOneListing() throws Exception {
        try (LtxSource source = new LtxSource(directory.resolve("source"), 512)) {
            source.put(0, 1, 1);
            source.step("CREATE TABLE u(a)");
            source.put(0, 2, 2);
            Timeline first = look(source.root()).take();
            Look second = look(source.root());
            List<String> listing = second.askedByAListing();
            assertThat(second.take()).isEqualTo(first);
            assertThat(second.asked()).isEqualTo(listing);
        }
    }

    /// A damaged object is as well known as a good one; a later look says the same.
    @Test
    void whatIsDamagedIsNotReadAgain() throws Exception {
        try (SqliteReplica replica = replica()) {
            Files.write(segment(replica, 1, 0), new byte[100]);
            Timeline first = look(replica.root()).take();
            assertThat(first.history().damage()).hasSize(1);
            Look second = look(replica.root());
            List<String> listing = second.askedByAListing();
            assertThat(second.take()).isEqualTo(first);
            assertThat(second.asked()).isEqualTo(listing);
        }
    }

    @Test
    void whatIsNewIsReadAndNothingElse() throws Exception {
        try (SqliteReplica replica = replica()) {
            look(replica.root()).take();
            PointId before =
                    look(replica.root()).take().moments().getLast().point().place();
            replica.sql("CREATE TABLE x(a)");
            Position end = replica.segment();
            Look second = look(replica.root());
            List<String> listing = second.askedByAListing();
            Timeline timeline = second.take();
            assertThat(second.asked())
                    .hasSize(listing.size() + 1)
                    .anyMatch(each -> each.endsWith("00000003_00000000.wal.lz4"));
            assertThat(timeline.moments().getLast().events()).containsExactly(new SchemaChange(before, end, 8, 9));
        }
    }

    /// The bytes are others under the same name: seen by size or time, and what was chained to them is read again.
    @Test
    void aChangedObjectIsReadAgainWithWhatFollowsItInItsIndex() throws Exception {
        try (SqliteReplica replica = replica()) {
            Timeline first = look(replica.root()).take();
            Path changed = segment(replica, 1, 0);
            byte[] whole = Files.readAllBytes(changed);
            Files.write(changed, new byte[whole.length]);
            Files.setLastModifiedTime(changed, FileTime.from(Instant.parse("2026-05-01T00:04:30Z")));
            Look second = look(replica.root());
            List<String> listing = second.askedByAListing();
            assertThat(second.take().history().damage()).hasSize(1);
            assertThat(second.asked()).hasSize(listing.size() + 2);

            Files.write(changed, whole);
            Files.setLastModifiedTime(changed, FileTime.from(Instant.parse("2026-05-01T00:04:00Z")));
            assertThat(look(replica.root()).take().moments()).isEqualTo(first.moments());
        }
    }

    @Test
    void everyByteOfTheFileCanBeWrongAndTheLookIsTheSame() throws Exception {
        try (SqliteReplica replica = replica()) {
            Timeline first = look(replica.root()).take();
            Path file = files().getFirst();
            byte[] whole = Files.readAllBytes(file);
            MemoryFiles reader = new MemoryFiles(memory);
            String location = first.history().location();
            Map<ObjectIdentity, Facts> all = reader.recall(location);
            assertThat(all).hasSize(7);
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                assertThat(reader.recall(location)).as("byte %s", at).isEmpty();
            }
            for (int length : new int[] {0, 7, 8, 20, whole.length - 1}) {
                Files.write(file, java.util.Arrays.copyOf(whole, length));
                assertThat(reader.recall(location)).as("length %s", length).isEmpty();
            }
            assertThat(look(replica.root()).take()).isEqualTo(first);
            assertThat(Files.readAllBytes(file)).as("it is whole again").isEqualTo(whole);
        }
    }

    @Test
    void theFileOfAnotherReplicaIsNotTaken() throws Exception {
        MemoryFiles files = new MemoryFiles(memory);
        files.keep("here", some(3));
        Path mine = files().getFirst();
        files.keep("there", some(2));
        Path other =
                files().stream().filter(file -> !file.equals(mine)).findFirst().orElseThrow();
        Files.copy(mine, other, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.recall("there")).isEmpty();
        assertThat(files.recall("here")).hasSize(3);
    }

    /// About 1 KiB each.
    static Map<ObjectIdentity, Facts> some(int count) {
        Map<ObjectIdentity, Facts> facts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            ObjectIdentity object = new ObjectIdentity("k".repeat(900) + i, i, Instant.ofEpochSecond(i));
            facts.put(
                    object,
                    new Facts.OfFile(
                            new PageSize(512),
                            i,
                            Optional.of(new PageOne(i, i)),
                            Instant.ofEpochMilli(i),
                            LtxFile.Extent.PART));
        }
        return facts;
    }

    @Test
    void ofVeryManyObjectsTheNewestAreKept() throws Exception {
        MemoryFiles files = new MemoryFiles(memory);
        Map<ObjectIdentity, Facts> many = some(20_000);
        assertThat(files.keep("here", many)).isEmpty();
        assertThat(Files.size(files().getFirst())).isLessThanOrEqualTo(MemoryFiles.MOST_BYTES);
        Map<ObjectIdentity, Facts> kept = files.recall("here");
        assertThat(kept).hasSizeBetween(15_000, 19_999);
        long oldest = kept.keySet().stream()
                .mapToLong(ObjectIdentity::sizeBytes)
                .min()
                .orElseThrow();
        assertThat(oldest).as("the newest, without a hole").isEqualTo(20_000 - kept.size());
        kept.forEach((object, facts) -> assertThat(facts).isEqualTo(many.get(object)));
    }

    /// A look has 128 MiB, and holds the facts twice already. Those that fill a file take some 20 MiB.
    @Test
    void theBytesOfAFileAreNeverHeldAsAWhole() throws Exception {
        assertSucceeds(KeepMain.class, "-Xmx64m");
        assertThat(Files.size(files().getFirst())).isGreaterThan(MemoryFiles.MOST_BYTES * 9L / 10);
        assertSucceeds(RecallMain.class, "-Xmx32m");
    }

    private void assertSucceeds(Class<?> main, String heap) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        memory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void whatAKilledProcessHasBegunIsTakenAway() throws Exception {
        MemoryFiles files = new MemoryFiles(memory);
        files.keep("here", some(1));
        Path abandoned = Files.writeString(memory.resolve("new-123.tmp"), "half");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(7200)));
        Path underWay = Files.writeString(memory.resolve("new-456.tmp"), "half");
        Path foreign = Files.writeString(memory.resolve("notes.tmp"), "mine");
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minusSeconds(7200)));
        assertThat(files.keep("here", some(2))).isEmpty();
        assertThat(files()).hasSize(3).contains(underWay, foreign).doesNotContain(abandoned);
    }

    /// As a file that another process deletes between being listed and being looked at: a name that leads nowhere.
    @Test
    void aFileThatGoesMeanwhileIsNoReasonToWarn() throws Exception {
        MemoryFiles files = new MemoryFiles(memory);
        files.keep("here", some(1));
        Files.createSymbolicLink(memory.resolve("0".repeat(32) + ".points"), directory.resolve("gone"));
        assertThat(files.keep("here", some(2))).isEmpty();
        assertThat(files.recall("here")).hasSize(2);
    }

    @Test
    void ofManyReplicasThoseWrittenLastAreKept() throws Exception {
        MemoryFiles files = new MemoryFiles(memory);
        List<String> locations = new ArrayList<>();
        for (int i = 0; i < MemoryFiles.MOST_FILES + 3; i++) {
            files.keep("replica " + i, some(1));
            locations.add("replica " + i);
            for (Path file : files()) {
                Files.setLastModifiedTime(
                        file,
                        FileTime.from(
                                Files.getLastModifiedTime(file).toInstant().minusSeconds(1)));
            }
        }
        assertThat(files()).hasSize(MemoryFiles.MOST_FILES);
        assertThat(files.recall(locations.get(2))).isEmpty();
        assertThat(files.recall(locations.get(3))).hasSize(1);
        assertThat(files.recall(locations.getLast())).hasSize(1);
    }

    /// A home that cannot be written: here a file stands where the directory should be, which holds for root too.
    @Test
    void whereNothingCanBeKeptTheLookIsTheSameAndSaysSo() throws Exception {
        try (SqliteReplica replica = replica()) {
            Timeline first = look(replica.root()).take();
            memory = Files.writeString(directory.resolve("no-directory"), "x").resolve("points");
            Look blocked = look(replica.root());
            assertThat(blocked.take()).isEqualTo(first);
            assertThat(blocked.warnings()).singleElement().asString().contains("cannot be kept in", "no-directory");
            assertThat(look(replica.root()).take()).isEqualTo(first);
        }
    }

    @Test
    void filesAreForTheirOwnerOnlyAndNothingElseIsLeft() throws Exception {
        try (SqliteReplica replica = replica()) {
            look(replica.root()).take();
            assertThat(Files.getPosixFilePermissions(memory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(files())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }
}
