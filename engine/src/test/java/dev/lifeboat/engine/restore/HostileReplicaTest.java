package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.wal.WalBytes;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Backups that are whole by every checksum and lie all the same (SE-8, SE-9), and what a restore does to the directory
/// it writes into.
class HostileReplicaTest {
    private static final int PAGE_BYTES = 512;
    private static final int LARGEST_PAGE_BYTES = 65536;

    @TempDir
    private Path directory;

    private Replica golden(int segments) throws IOException {
        return Replica.at(Golden.copy(directory.resolve("replica"), segments));
    }

    private void put(Replica replica, String key, byte[] content) throws IOException {
        Path file = replica.root().resolve(key);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
    }

    /// Of the largest pages: what their numbers can say no disk has.
    private Replica goldenOfLargestPages() throws IOException {
        Replica replica = golden(0);
        byte[] snapshot = Arrays.copyOf(snapshot(replica), 4 * LARGEST_PAGE_BYTES);
        ByteBuffer.wrap(snapshot)
                .putShort(16, (short) 1)
                .putInt(28, 4)
                .putInt(92, ByteBuffer.wrap(snapshot).getInt(24));
        put(replica, Golden.snapshotKey(), snapshot);
        return replica;
    }

    private static WalBytes walOfLargestPages() {
        return new WalBytes(WalHeader.of(ByteOrder.LITTLE_ENDIAN, new PageSize(LARGEST_PAGE_BYTES), 0, 7, 8));
    }

    private Path output() throws IOException {
        return Files.createDirectories(directory.resolve("out")).resolve("app.db");
    }

    private void assertRefusedForWantOfSpace(Replica replica, String key) throws IOException {
        Path output = output();
        assertThat(replica.restore(RestoreTarget.latest(), output))
                .isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.UNSAFE);
                    assertThat(refused.problem().message()).contains("not enough space");
                    assertThat(refused.problem().objects()).containsExactly(key);
                });
        assertThat(output.getParent()).as("RS-1").isEmptyDirectory();
    }

    @Test
    void aSnapshotThatIsLargerThanTheDiskIsRefusedBeforeTheFirstByte() throws IOException {
        Replica replica = golden(0);
        byte[] snapshot = Arrays.copyOf(snapshot(replica), PAGE_BYTES);
        ByteBuffer.wrap(snapshot)
                .putShort(16, (short) 1)
                .putInt(28, 0xFFFFFFF0)
                .putInt(92, ByteBuffer.wrap(snapshot).getInt(24));
        put(replica, Golden.snapshotKey(), snapshot);

        assertRefusedForWantOfSpace(replica, Golden.snapshotKey());
    }

    /// B2: 96 MiB of zeros behind a snapshot of a few pages, whose header counts them or does not.
    @ParameterizedTest
    @CsvSource({"true, its header says", "false, its object has"})
    void aSnapshotThatGoesOnFarBehindItsLastPageIsNamed(boolean isCounted, String because) throws IOException {
        Replica replica = golden(0);
        byte[] snapshot = snapshot(replica);
        ByteBuffer.wrap(snapshot).putInt(92, ByteBuffer.wrap(snapshot).getInt(24) + (isCounted ? 0 : 1));
        put(replica, Golden.snapshotKey(), Arrays.copyOf(snapshot, 96 << 20));
        Path output = output();

        assertThat(replica.restore(RestoreTarget.latest(), output))
                .isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
                    assertThat(refused.problem().objects()).containsExactly(Golden.snapshotKey());
                    assertThat(refused.problem().message()).contains("it unpacks to more than", because);
                });
        assertThat(output.getParent()).as("RS-1").isEmptyDirectory();
    }

    /// What a VACUUM leaves until the checkpoint behind it completes.
    @Test
    void aSnapshotThatIsSomewhatLongerThanItsHeaderSaysIsRestoredAsItIs() throws IOException {
        Replica replica = golden(0);
        byte[] snapshot = snapshot(replica);
        byte[] longer = Arrays.copyOf(snapshot, 10 * snapshot.length);
        put(replica, Golden.snapshotKey(), longer);
        Path output = output();

        assertThat(replica.restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(output).hasBinaryContent(longer);
    }

    /// A disk that was full while the writer's checkpoint made the file longer: what is in the snapshot by halves is
    /// whole in the WAL, or nowhere.
    @Test
    void aSnapshotThatEndsInsideAPageIsNamedUnlessThatPageComesLater() throws IOException {
        Replica bare = golden(0);
        byte[] snapshot = snapshot(bare);
        PageSize size = new PageSize(PAGE_BYTES);
        byte[] cut = Arrays.copyOf(snapshot, snapshot.length - 100);
        put(bare, Golden.snapshotKey(), cut);
        Path output = output();

        assertThat(bare.restore(RestoreTarget.latest(), output))
                .isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
                    assertThat(refused.problem().objects()).containsExactly(Golden.snapshotKey());
                    assertThat(refused.problem().message()).contains("it ends inside a page");
                });
        assertThat(output.getParent()).as("RS-1").isEmptyDirectory();

        int last = snapshot.length / PAGE_BYTES;
        WalHeader header = WalHeader.of(ByteOrder.LITTLE_ENDIAN, size, 0, 7, 8);
        put(bare, Golden.segmentKey(0), new WalBytes(header).frame(1, last, 3).bytes());
        assertThat(bare.restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Refused.class);

        Replica whole = Replica.at(Golden.copy(directory.resolve("whole"), Golden.SEGMENTS.size()));
        put(whole, Golden.snapshotKey(), cut);
        assertThat(whole.restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Restored.class);
    }

    private static byte[] snapshot(Replica replica) throws IOException {
        try (var in = replica.backup().open(Golden.snapshotKey(), _ -> {})) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({"0x7fffffff, 4", "0xfffffffe, 4", "2, 0xfffffffe"})
    void aFrameOrACommitBehindTheEndOfTheDiskIsRefused(String page, String commitPages) throws IOException {
        Replica replica = goldenOfLargestPages();
        byte[] wal = walOfLargestPages()
                .frame(Long.decode(page).intValue(), Long.decode(commitPages), 3)
                .bytes();
        put(replica, Golden.segmentKey(0), wal);

        assertRefusedForWantOfSpace(replica, Golden.segmentKey(0));
    }

    @Test
    void aRefusalForWantOfSpaceLeavesNothingStaged() throws IOException {
        Replica replica = goldenOfLargestPages();
        put(
                replica,
                Golden.segmentKey(0),
                walOfLargestPages().frame(2, 0xFFFFFFFEL, 3).bytes());
        Path staged = output();
        PlanOutcome plan = RestorePlanner.plan(replica.history(), RestoreTarget.latest());

        assertThat(plan).isInstanceOfSatisfying(PlanOutcome.Planned.class, planned -> {
            try {
                assertThat(new Restorer(replica.backup())
                                .stage(planned.plan(), staged, RestoreOptions.standard(), EventSink.ignoring()))
                        .isInstanceOf(RestoreOutcome.Refused.class);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(staged.getParent()).isEmptyDirectory();
    }

    @Test
    void aNameAtTheEndOfAllNumbersIsDamageAndNoBug() throws IOException {
        Replica replica = golden(1);
        long last = (Long.MAX_VALUE - WalHeader.BYTES) / (24 + PAGE_BYTES) * (24 + PAGE_BYTES) + WalHeader.BYTES;
        String key = String.format("generations/%s/wal/00000000_%x.wal.lz4", Golden.GENERATION, last);
        put(replica, key, new byte[2000]);

        assertThat(replica.history().damage()).containsOnlyKeys(key);
    }

    @Test
    void aLinkInsteadOfALockIsNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim.db"), "mine");
        Path output = output();
        Path trap = Files.createDirectory(output.resolveSibling(".app.db.lifeboat-restore-1"));
        Files.createSymbolicLink(trap.resolve("lock"), victim);
        Path linked = output.resolveSibling(".app.db.lifeboat-restore-2");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("lock"));
        Files.createSymbolicLink(linked, elsewhere);

        assertThat(golden(5).restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(trap.resolve("lock")).as("SE-5").exists();
        assertThat(elsewhere.resolve("lock")).exists();
        assertThat(victim).hasContent("mine");
    }

    @Test
    void aFreshOutputIsItsDirectorysOwnersAlone() throws IOException {
        Path output = output();
        boolean root = Files.getAttribute(output.getParent(), "unix:uid").equals(0);
        if (root) {
            Files.setAttribute(output.getParent(), "unix:uid", 4711);
            Files.setAttribute(output.getParent(), "unix:gid", 4712);
        }

        assertThat(golden(5).restore(RestoreTarget.latest(), output)).isInstanceOf(RestoreOutcome.Restored.class);

        assertThat(Files.readAttributes(output, "unix:uid,gid"))
                .as("RS-4")
                .isEqualTo(Files.readAttributes(output.getParent(), "unix:uid,gid"));
        assertThat(Files.getPosixFilePermissions(output))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSetOfPagesKnowsWhatItHolds() {
        PageSet pages = new PageSet();
        PageNumber far = new PageNumber(0xFFFFFFFEL);
        pages.add(far);
        pages.add(new PageNumber(1));

        assertThat(pages.contains(far)).isTrue();
        assertThat(pages.contains(new PageNumber(0xFFFFFFFDL))).isFalse();
        pages.remove(far);
        pages.remove(new PageNumber(1));
        pages.remove(new PageNumber(2));
        assertThat(pages.isEmpty()).isTrue();
    }
}
