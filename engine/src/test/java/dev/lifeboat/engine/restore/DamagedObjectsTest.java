package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// S3, S4, S11, B1 to B3 of the catalogue, against the engine itself. `-Dflips=10000 -Dseed=7` runs the long S4.
@Timeout(600)
class DamagedObjectsTest {
    private static final Instant LATE = Instant.parse("2026-05-02T00:00:00Z");

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 41));
    private List<Damaged> archives = List.of();

    /// Two indexes and a snapshot between them, transactions that span segments, an index that is cut by the target.
    @BeforeEach
    void setUp() throws Exception {
        archives = List.of(
                new Damaged("generations", generations(), ReplicaBackup::new, directory),
                new Damaged("ltx", ltx(), ReplicaBackup::new, directory));
    }

    /// First uploads, what compaction made of some, and a snapshot; some transactions are in one file only.
    private MemoryStore ltx() throws SQLException, IOException {
        try (LtxSource source = new LtxSource(directory.resolve("ltx-source"), 1024)) {
            for (int txid = 2; txid <= 10; txid++) {
                source.step("INSERT INTO t(v) SELECT hex(randomblob(200)) FROM json_each('[1,2,3,4,5]')");
            }
            for (int txid = 1; txid <= 10; txid++) {
                source.put(0, txid, txid);
            }
            source.put(1, 1, 4);
            source.put(1, 5, 8);
            source.put(9, 1, 6);
            return MemoryStore.of(source.root());
        }
    }

    private MemoryStore generations() throws SQLException, IOException {
        try (SqliteReplica replica =
                new SqliteReplica(directory.resolve("source"), 1024, new GenerationId("0123456789abcdef"))) {
            replica.sql("INSERT INTO t(v) SELECT randomblob(200) FROM json_each('[1,2,3,4,5,6,7,8]')");
            replica.nextIndex();
            replica.snapshot();
            for (int index = 0; index < 2; index++) {
                for (int segment = 0; segment < 4; segment++) {
                    replica.transaction(
                            "INSERT INTO t(v) VALUES (randomblob(300)), (zeroblob(900))",
                            "UPDATE t SET v = randomblob(150) WHERE k % 5 = " + segment);
                    replica.segment();
                }
                replica.nextIndex();
                if (index == 0) {
                    replica.snapshot();
                }
            }
            return MemoryStore.of(replica.root());
        }
    }

    private String anyKey(Damaged archive) {
        List<String> keys = archive.store().keys();
        return keys.get(random.nextInt(keys.size()));
    }

    private void nothingIsWrong(String what) {
        for (Damaged archive : archives) {
            System.out.println(what + " " + archive.line());
            assertThat(archive.wrong()).as("seed %s", Long.getLong("seed", 41)).isEmpty();
        }
    }

    private void forEachObject(BiConsumer<Damaged, String> damage) {
        archives.forEach(archive -> archive.store().keys().forEach(key -> damage.accept(archive, key)));
    }

    /// Changes one object, restores, and puts it back.
    private static void damage(Damaged archive, String key, byte[] bytes, String how, boolean listsAnew) {
        archive.store().change(key, bytes);
        archive.judge(key, key, how, listsAnew);
        archive.store().restore(key);
    }

    @Test
    void s4ABitThatIsFlippedIsHarmlessOrNamed() {
        int flips = Integer.getInteger("flips", 500);
        for (int i = 0; i < flips; i++) {
            Damaged archive = archives.get(i % archives.size());
            String key = anyKey(archive);
            byte[] bytes = archive.store().bytes(key);
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            damage(archive, key, bytes, "bit " + bit, i % 4 < 2);
        }
        nothingIsWrong("S4 " + flips);
        assertThat(archives).allMatch(archive -> archive.refused() > 0);
    }

    @Test
    void s3AnObjectThatIsCutOrGrownIsNoticed() {
        forEachObject((archive, key) -> {
            byte[] bytes = archive.store().bytes(key);
            for (int length : new int[] {0, 1, 7, bytes.length / 2, bytes.length - 4, bytes.length - 1}) {
                damage(archive, key, Arrays.copyOf(bytes, length), "cut to " + length, length % 2 == 0);
            }
            damage(archive, key, Arrays.copyOf(bytes, bytes.length + 1), "one byte longer", true);
            damage(archive, key, twice(bytes), "twice", false);
        });
        nothingIsWrong("S3");
    }

    private static byte[] twice(byte[] bytes) {
        byte[] doubled = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, doubled, bytes.length, bytes.length);
        return doubled;
    }

    /// Whole by every checksum of their own, and not what was listed.
    @Test
    void s11ObjectsThatAreRemovedOrExchangedAfterTheListingAreNamed() {
        forEachObject((archive, key) -> {
            archive.store().lose(key);
            archive.judge(key, key, "lost", false);
            String other = anyKey(archive);
            archive.store().change(key, archive.store().bytes(other));
            // A segment of another length leaves a hole behind it: then the hole may be what is named.
            archive.judge(key, key.substring(0, key.lastIndexOf('/') + 9), "is now " + other, false);
            archive.store().restore(key);
        });
        nothingIsWrong("S11");
    }

    @Test
    void b1FuzzedObjectsAreHarmlessOrNamed() throws IOException {
        for (int i = 0; i < 60; i++) {
            Damaged archive = archives.get(i % archives.size());
            String key = anyKey(archive);
            byte[] bytes = archive.store().bytes(key);
            switch (i % 3) {
                case 0 -> random.nextBytes(bytes);
                case 1 -> {
                    int from = random.nextInt(bytes.length);
                    Arrays.fill(bytes, from, from + random.nextInt(bytes.length - from), (byte) 0xff);
                }
                default -> {
                    byte[] noise = new byte[random.nextInt(4096)];
                    random.nextBytes(noise);
                    bytes = packed(noise, 1);
                }
            }
            damage(archive, key, bytes, "fuzz " + i, i % 4 < 2);
        }
        nothingIsWrong("B1");
    }

    /// B2: a few bytes that unpack to very many are refused by what they are, within seconds.
    @Test
    @Timeout(30)
    void b2BombsAreNamed() throws IOException {
        byte[] zeros = packed(new byte[1 << 20], 256);
        assertThat(zeros.length).isLessThan(2 << 20);
        long before = System.nanoTime();
        for (Damaged archive : archives) {
            for (String key : archive.store().keys().stream().limit(3).toList()) {
                damage(archive, key, zeros, "256 MiB of zeros", false);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        nothingIsWrong("B2");
    }

    private static byte[] packed(byte[] content, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new Lz4FrameOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }

    /// B3, SE-9: names that are not of the grammar are nobody's; nothing is made of them.
    @Test
    void b3HostileKeysAreIgnored() {
        for (Damaged archive : archives) {
            HOSTILE.forEach(key -> archive.store().put(key, new byte[10], LATE));
            archive.judge("", "", "with hostile keys", true);
            assertThat(archive.refused()).isZero();
        }
        nothingIsWrong("B3");
    }

    static final List<String> HOSTILE = List.of(
            "generations/../../../etc/passwd",
            "generations/0123456789abcdef/wal/../../../../tmp/x.wal.lz4",
            "generations/0123456789ABCDEF/wal/00000009_00000000.wal.lz4",
            "generations/0123456789abcdef/wal/00000009_00000000.wal.lz4\n",
            "generations/0123456789abcdef/wal/00000009_00000000.wal.lz4/",
            "generations/0123456789abcdef/wal/fffffffff_00000000.wal.lz4",
            "generations/0123456789abcdef/snapshots/80000000.snapshot.lz4",
            "generations/0123456789abcdef/snapshots/0000009.snapshot.lz4",
            "generations/0123456789abcdef//wal/00000009_00000000.wal.lz4",
            "/generations/0123456789abcdef/wal/00000009_00000000.wal.lz4",
            "generations/\u202e0123456789abcde/wal/00000009_00000000.wal.lz4",
            "generations/0123456789abcdef/wal/00000009_0000000\u0660.wal.lz4",
            "ltx/0/../../../etc/passwd.ltx",
            "ltx/0/zzzzzzzzzzzzzzzz-0000000000000001.ltx",
            "ltx/99/0000000000000001-0000000000000001.ltx.tmp",
            "\u001b[2J");
}
