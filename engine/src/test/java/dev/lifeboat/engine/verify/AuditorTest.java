package dev.lifeboat.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `verify` (OB-11): each level finds what it promises, and names it.
class AuditorTest {
    private static final String GENERATION = "generations/dad93abf9d1e86ef/";
    private static final String MIDDLE = GENERATION + "wal/00000000_00000880.wal.lz4";
    private static final String BEGIN = GENERATION + "wal/00000000_00000000.wal.lz4";

    @TempDir
    Path scratch;

    private MemoryStore store;

    @BeforeEach
    void setUp() throws Exception {
        store = MemoryStore.of(Path.of(AuditorTest.class.getResource("/golden").toURI()));
    }

    private Audit audit(Level level, UserCheck... checks) throws IOException {
        return new Auditor(store, new GenerationsBackup(store))
                .audit(level, () -> scratch, List.of(checks), EventSink.ignoring());
    }

    private static void assertBroken(Audit audit, String key, String reason) {
        assertThat(audit.broken()).extracting(Broken::key).containsExactly(key);
        assertThat(audit.broken().getFirst().reason()).contains(reason);
        assertThat(audit.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.BROKEN_CHAIN);
            assertThat(problem.objects()).containsExactly(key);
        });
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void aSoundBackupIsSoundAtEveryLevel(Level level) throws IOException {
        Audit audit = audit(level);

        assertThat(audit.problem()).isEmpty();
        assertThat(audit.broken()).isEmpty();
        assertThat(audit.census())
                .isEqualTo(new Census(
                        6,
                        store.keys().stream()
                                .mapToLong(key -> store.bytes(key).length)
                                .sum(),
                        0));
        assertThat(audit.restore().isPresent()).isEqualTo(level == Level.RESTORE);
    }

    @Test
    void everyByteIsReadOnce() throws IOException {
        assertThat(audit(Level.BYTES).readBytes())
                .isEqualTo(audit(Level.LIST).census().ownBytes());
        assertThat(audit(Level.LIST).readBytes()).isZero();
    }

    @Test
    void theListKnowsALostIndexAndAGenerationWithoutASnapshot() throws IOException {
        store.forget(BEGIN);
        assertBroken(audit(Level.LIST), BEGIN, "it is missing");

        String snapshot = GENERATION + "snapshots/00000000.snapshot.lz4";
        store.forget(snapshot);
        assertBroken(audit(Level.LIST), snapshot, "it is missing: generation dad93abf9d1e86ef has no snapshot");
        assertThat(audit(Level.LIST).broken().getFirst().missing()).isTrue();
    }

    @Test
    void theChainKnowsASegmentOfAnotherWal() throws IOException {
        store.change(MIDDLE, store.bytes(GENERATION + "wal/00000001_00000238.wal.lz4"));

        assertThat(audit(Level.LIST).problem()).isEmpty();
        assertBroken(audit(Level.CHAIN), MIDDLE, "it carries frames of another WAL");
        assertBroken(audit(Level.BYTES), MIDDLE, "it carries frames of another WAL");
    }

    @Test
    void theBytesKnowAFlippedBitAtTheEndAndTheChainAHoleInTheMiddle() throws IOException {
        String snapshot = GENERATION + "snapshots/00000000.snapshot.lz4";
        byte[] bytes = store.bytes(snapshot);
        bytes[bytes.length - 1] ^= 1;
        store.change(snapshot, bytes);
        assertBroken(audit(Level.BYTES), snapshot, "checksum");
        store.restore(snapshot);

        store.forget(MIDDLE);
        assertThat(audit(Level.LIST).problem()).isEmpty();
        Audit audit = audit(Level.CHAIN);
        assertBroken(audit, MIDDLE, "the segment before it ends here, the next begins at 00000a98");
        assertThat(audit.broken().getFirst().missing()).isTrue();
    }

    /// B2: the snapshot that a restore refuses is not sound.
    @Test
    void theBytesKnowASnapshotThatGoesOnFarBehindItsLastPage() throws IOException {
        String snapshot = GENERATION + "snapshots/00000000.snapshot.lz4";
        byte[] content = new GenerationsBackup(store).open(snapshot, _ -> {}).readAllBytes();
        ByteBuffer.wrap(content).putInt(92, ByteBuffer.wrap(content).getInt(24));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new Lz4FrameOutputStream(packed)) {
            out.write(Arrays.copyOf(content, 96 << 20));
        }
        store.put(snapshot, packed.toByteArray(), Instant.EPOCH);

        assertBroken(audit(Level.BYTES), snapshot, "it unpacks to more than");
    }

    /// What the listing shows needs no reading.
    @ParameterizedTest
    @CsvSource({"0, it is empty", "15, it is cut: it has 15 bytes"})
    void theListKnowsAnObjectThatHoldsNothing(int bytes, String reason) throws IOException {
        for (String key : store.keys()) {
            byte[] whole = store.bytes(key);
            store.put(key, Arrays.copyOf(whole, bytes), Instant.EPOCH);
            assertBroken(audit(Level.LIST), key, reason);
            store.put(key, whole, Instant.EPOCH);
        }
        assertThat(audit(Level.LIST).broken()).isEmpty();
    }

    /// P3: an interrupted retention leaves segments of an index before every snapshot, in any state of tiling.
    @Test
    void leftoversOfARetentionBreakNothing() throws IOException {
        store.put(
                GENERATION + "snapshots/00000001.snapshot.lz4",
                store.bytes(GENERATION + "snapshots/00000000.snapshot.lz4"),
                Instant.EPOCH);
        store.forget(GENERATION + "snapshots/00000000.snapshot.lz4");
        assertThat(audit(Level.BYTES).broken()).isEmpty();
        store.forget(MIDDLE);
        assertThat(audit(Level.BYTES).broken()).isEmpty();
        store.forget(BEGIN);
        assertThat(audit(Level.BYTES).broken()).isEmpty();
    }

    /// What a retention takes away behind a newer snapshot while it is audited is no damage; what it takes from the
    /// middle is.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatGoesWhileItIsAuditedIsJudgedByWhatIsLeft(boolean isWholeIndex) throws IOException {
        byte[] snapshot = store.bytes(GENERATION + "snapshots/00000000.snapshot.lz4");
        store.put(GENERATION + "snapshots/00000001.snapshot.lz4", snapshot, Instant.EPOCH);
        Backup backup = new RetiringBackup(new GenerationsBackup(store), () -> {
            if (isWholeIndex) {
                store.keys().stream().filter(key -> key.contains("/00000000")).forEach(store::forget);
            } else {
                store.forget(BEGIN);
            }
        });
        Audit audit = new Auditor(store, backup).audit(Level.CHAIN, () -> scratch, List.of(), EventSink.ignoring());
        if (isWholeIndex) {
            assertThat(audit.broken()).isEmpty();
            assertThat(audit.census().own()).isEqualTo(3);
        } else {
            assertBroken(audit, BEGIN, "it is missing: the next begins at 00000880");
        }
    }

    /// A backup of which something goes as soon as it was listed.
    private record RetiringBackup(Backup backup, Runnable retention, AtomicBoolean isOver) implements Backup {
        RetiringBackup(Backup backup, Runnable retention) {
            this(backup, retention, new AtomicBoolean());
        }

        @Override
        public String location() {
            return backup.location();
        }

        @Override
        public History listing() throws IOException {
            return backup.listing();
        }

        /// The ends of the last segments are read with the listing.
        @Override
        public History withEnds(History listing) throws IOException {
            History known = backup.withEnds(listing);
            if (isOver.compareAndSet(false, true)) {
                retention.run();
            }
            return known;
        }

        @Override
        public InputStream stored(String key) throws IOException {
            return backup.stored(key);
        }

        @Override
        public InputStream payload(String key, InputStream stored) throws IOException {
            return backup.payload(key, stored);
        }
    }

    /// S11: each object in turn.
    @Test
    void whatIsLostOrCutBehindUsIsNamed() throws IOException {
        for (String key : store.keys()) {
            store.lose(key);
            assertThat(audit(Level.CHAIN).broken()).extracting(Broken::key).containsExactly(key);
            store.change(key, Arrays.copyOf(store.bytes(key), store.bytes(key).length - 1));
            assertThat(audit(Level.BYTES).broken()).extracting(Broken::key).containsExactly(key);
            store.restore(key);
        }
    }

    @Test
    void theRestoreProvesTheNewestState() throws IOException {
        Audit sound = audit(Level.RESTORE);
        assertThat(sound.restore()).hasValueSatisfying(restore -> {
            assertThat(restore).isInstanceOfSatisfying(TrialRestore.Done.class, done -> {
                assertThat(done.sha256()).isEqualTo("bf17f7c33a710d8f3a88db14575541ad601b2fd506eb1e31d36606d33bfb057b");
                assertThat(done.proof().verdict()).isEqualTo(Verdict.GREEN);
            });
        });

        Audit red = audit(Level.RESTORE, new UserCheck("never", "SELECT 0", Optional.empty()));
        assertThat(red.problem()).map(Problem::code).contains(ProblemCode.PROOF_FAILED);
    }

    /// B3: ignored, and counted.
    @Test
    void whatBelongsToNoBackupIsCountedAndNothingElse() throws IOException {
        store.put("generations/../../etc/passwd", new byte[1], Instant.EPOCH);
        store.put("lifeboat-writer", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), Instant.EPOCH);
        store.put("readme.txt", new byte[1], Instant.EPOCH);

        Audit audit = audit(Level.BYTES);
        assertThat(audit.problem()).isEmpty();
        assertThat(audit.census().foreign()).isEqualTo(2);
        assertThat(audit.census().own()).isEqualTo(6);
    }

    @Test
    void nothingAtAllIsNoBackup() throws IOException {
        store.keys().forEach(store::forget);

        assertThat(audit(Level.RESTORE).problem()).map(Problem::code).contains(ProblemCode.NO_BACKUP);
    }
}
