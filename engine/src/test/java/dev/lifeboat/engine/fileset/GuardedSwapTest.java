package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.FileId;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedSwapTest {
    @TempDir
    Path directory;

    private SwapBench bench;
    private final GuardedSwap swap = new GuardedSwap(new LocalDisk(), SwapBench.NOBODY);

    @BeforeEach
    void setUp() throws Exception {
        bench = new SwapBench(directory);
    }

    @Test
    void theNewDatabaseIsInPlaceAndTheOldSetIsKeptByteForByte() throws Exception {
        SwapOutcome outcome = swap.swap(bench.request);

        assertThat(outcome).isInstanceOf(SwapOutcome.Done.class);
        assertThat(swap.observe(bench.request)).isEqualTo(new SwapState.NewInPlace());
        assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);
        assertThat(Hashes.of(bench.kept())).isEqualTo(bench.oldHashes);
        assertThat(bench.set.present()).as("RS-3").containsExactly(bench.set.database());
        assertThat(Files.exists(bench.request.staged())).isFalse();
    }

    @Test
    void undoPutsTheOldSetBackWithItsWalByteForByte() throws Exception {
        swap.swap(bench.request);

        SwapOutcome outcome = swap.undo(bench.request);

        assertThat(outcome).isInstanceOf(SwapOutcome.Done.class);
        assertThat(swap.observe(bench.request)).isEqualTo(new SwapState.PutBack());
        assertThat(Hashes.of(bench.set)).as("RB-8").isEqualTo(bench.oldHashes);
        assertThat(bench.rowsSeen()).isEqualTo(SwapBench.OLD_ROWS);
        Path replaced = bench.request.quarantine().resolve("replaced/app.db");
        assertThat(Hashes.sha256(replaced)).isEqualTo(bench.newHash);
    }

    @Test
    void undoKeepsTheWalThatTheNewDatabaseGotMeanwhile() throws Exception {
        swap.swap(bench.request);
        Files.writeString(bench.set.wal(), "written after the swap");

        swap.undo(bench.request);

        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
        assertThat(bench.request.quarantine().resolve("replaced/app.db-wal")).hasContent("written after the swap");
    }

    @Test
    void bothCallsMayBeRepeated() throws Exception {
        swap.swap(bench.request);
        assertThat(swap.swap(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        swap.undo(bench.request);
        assertThat(swap.undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
    }

    @Test
    void aSwapThatWasUndoneDoesNotBeginAgain() {
        swap.swap(bench.request);
        swap.undo(bench.request);

        assertThat(swap.swap(bench.request))
                .isInstanceOfSatisfying(
                        SwapOutcome.Refused.class,
                        refused -> assertThat(refused.problem().message()).contains("undone"));
    }

    @Test
    void undoOfNothingChangesNothing() throws Exception {
        assertThat(swap.undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
    }

    @Test
    void aHolderIsNamedAndNothingChanges() throws Exception {
        Holder shop = new Holder(4711, "ruby shop", bench.set.database());
        GuardedSwap refusing = new GuardedSwap(new LocalDisk(), (_, _) -> new Holders.Held(List.of(shop)));

        assertThat(refusing.swap(bench.request))
                .isInstanceOfSatisfying(
                        SwapOutcome.Refused.class,
                        refused -> assertThat(refused.problem().message()).contains("4711", "ruby shop"));
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
    }

    @Test
    void unknownIsNeverTakenForNobody() throws Exception {
        GuardedSwap refusing = new GuardedSwap(new LocalDisk(), (_, _) -> new Holders.Unknown("12 processes"));

        assertThat(refusing.swap(bench.request)).isInstanceOf(SwapOutcome.Refused.class);
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
        assertThat(refusing.swap(bench.request.withUnseen(SwapRequest.Unseen.ACCEPTED_BY_A_PERSON)))
                .isInstanceOf(SwapOutcome.Done.class);
    }

    @Test
    void aHolderThatSlippedInGetsTheOldFileBackAndTheSwapCanBeTriedAgain() throws Exception {
        Holder late = new Holder(4711, "ruby shop", bench.set.database());
        Queue<Holders> answers =
                new ArrayDeque<>(List.of(new Holders.None(List.of()), new Holders.Held(List.of(late))));
        GuardedSwap raced = new GuardedSwap(
                new LocalDisk(), (_, _) -> answers.isEmpty() ? new Holders.None(List.of()) : answers.remove());
        FileId before = FileId.ofName(bench.set.database());

        assertThat(raced.swap(bench.request)).isInstanceOf(SwapOutcome.Refused.class);
        assertThat(FileId.ofName(bench.set.database()))
                .as("the very file he holds")
                .isEqualTo(before);
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);

        assertThat(raced.swap(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);
    }

    @Test
    void aHolderThatSlippedIntoTheUndoGetsTheNewFileBack() throws Exception {
        swap.swap(bench.request);
        Holder late = new Holder(4711, "ruby shop", bench.set.database());
        Queue<Holders> answers =
                new ArrayDeque<>(List.of(new Holders.None(List.of()), new Holders.Held(List.of(late))));
        GuardedSwap raced = new GuardedSwap(
                new LocalDisk(), (_, _) -> answers.isEmpty() ? new Holders.None(List.of()) : answers.remove());

        assertThat(raced.undo(bench.request)).isInstanceOf(SwapOutcome.Refused.class);
        assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);
        assertThat(raced.undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
    }

    @Test
    void withoutHardLinksTheOldDatabaseIsCopiedAndComesBackTheSame() throws Exception {
        GuardedSwap copying = new GuardedSwap(new WithoutHardLinks(), SwapBench.NOBODY);

        assertThat(copying.swap(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        assertThat(Hashes.of(bench.kept())).isEqualTo(bench.oldHashes);
        assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);

        assertThat(copying.undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
        assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
    }

    @Test
    void theNewFileHasOwnerAndModeOfTheOldOne() throws Exception {
        Files.setPosixFilePermissions(bench.set.database(), PosixFilePermissions.fromString("rw-r-----"));
        Files.setAttribute(bench.set.database(), "user:note", java.nio.ByteBuffer.wrap(new byte[] {1, 2}));
        Ownership before = Ownership.of(bench.set.database());

        swap.swap(bench.request);

        assertThat(Ownership.of(bench.set.database())).as("RS-4").isEqualTo(before);
    }

    @Test
    void theConfigurationMayWantAnotherMode() throws Exception {
        OwnershipChange change = new OwnershipChange(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0600));

        swap.swap(bench.request.withOwnership(change));

        assertThat(Ownership.of(bench.set.database()).mode()).isEqualTo(0600);
    }

    @Test
    void aSymbolicLinkToTheDatabaseIsFollowedAndStays() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), bench.set.database());

        assertThat(FileSet.resolve(link)).isEqualTo(bench.set);
    }

    @Test
    void aStagedFileWithItsOwnWalIsRefused() throws Exception {
        Files.writeString(bench.request.staged().resolveSibling("new.db-wal"), "frames");

        assertThat(swap.swap(bench.request)).isInstanceOf(SwapOutcome.Refused.class);
    }

    @Test
    void aQuarantineWithAnotherSetIsRefused() throws Exception {
        Files.createDirectories(bench.request.quarantine());
        Files.writeString(bench.request.quarantine().resolve("app.db"), "somebody's last hope");

        assertThat(swap.swap(bench.request)).isInstanceOf(SwapOutcome.Refused.class);
        assertThat(bench.request.quarantine().resolve("app.db")).hasContent("somebody's last hope");
    }

    @Test
    void anotherSwapsGuardIsNotTouched() throws Exception {
        Path database = bench.set.database();
        Files.delete(database);
        new LocalDisk().guard(database, Ownership.of(bench.set.directory()));

        assertThat(swap.observe(bench.request)).isInstanceOf(SwapState.Strange.class);
        assertThat(swap.swap(bench.request)).isInstanceOf(SwapOutcome.Refused.class);
        assertThat(Guard.isGuard(database)).isTrue();
        assertThat(Files.exists(database, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
