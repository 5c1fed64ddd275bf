package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.SqliteUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// RB-7: whatever act the crash comes before, the old database is there and complete, or the new one, or a file that
/// cannot be opened yet; and both ways out lead to their end.
class GuardedSwapCrashTest {
    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> aSwapThatCrashedGoesOnToTheNewDatabase() throws Exception {
        return eachAct(actsOfSwap(), "swap-resume", (bench, act) -> {
            crash(act, swap -> swap.swap(bench.request));
            requireOldOrNewOrClosed(bench);

            assertThat(healthy().swap(bench.request)).isInstanceOf(SwapOutcome.Done.class);
            assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);
            assertThat(Hashes.of(bench.kept())).isEqualTo(bench.oldHashes);
        });
    }

    @TestFactory
    Stream<DynamicTest> aSwapThatCrashedGoesBackToTheOldSet() throws Exception {
        return eachAct(actsOfSwap(), "swap-undo", (bench, act) -> {
            crash(act, swap -> swap.swap(bench.request));

            assertThat(healthy().undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
            assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
        });
    }

    @TestFactory
    Stream<DynamicTest> anUndoThatCrashedGoesOnToTheOldSet() throws Exception {
        SwapBench measured = new SwapBench(directory.resolve("measure-undo"));
        healthy().swap(measured.request);
        Files.writeString(measured.set.wal(), "");
        CrashingDisk counting = new CrashingDisk(new LocalDisk(), Integer.MAX_VALUE);
        new GuardedSwap(counting, SwapBench.NOBODY).undo(measured.request);
        return eachAct(counting.acts(), "undo-resume", (bench, act) -> {
            healthy().swap(bench.request);
            Files.writeString(bench.set.wal(), "");
            crash(act, swap -> swap.undo(bench.request));
            requireOldOrNewOrClosed(bench);

            assertThat(healthy().undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
            assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
        });
    }

    @TestFactory
    Stream<DynamicTest> anUndoThatCrashedTwiceGoesOnToTheOldSet() throws Exception {
        return eachAct(actsOfSwap(), "undo-twice", (bench, act) -> {
            crash(act, swap -> swap.swap(bench.request));
            for (int second = 0; crashes(second, bench); second++) {
                requireOldOrNewOrClosed(bench);
            }
            assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
        });
    }

    @TestFactory
    Stream<DynamicTest> withoutHardLinksItIsTheSame() throws Exception {
        SwapBench measured = new SwapBench(directory.resolve("measure-copy"));
        CrashingDisk counting = new CrashingDisk(new WithoutHardLinks(), Integer.MAX_VALUE);
        new GuardedSwap(counting, SwapBench.NOBODY).swap(measured.request);
        return eachAct(counting.acts(), "copy-undo", (bench, act) -> {
            GuardedSwap dying = new GuardedSwap(new CrashingDisk(new WithoutHardLinks(), act), SwapBench.NOBODY);
            assertThatThrownBy(() -> dying.swap(bench.request)).isInstanceOf(CrashingDisk.Crash.class);
            requireOldOrNewOrClosed(bench);

            GuardedSwap copying = new GuardedSwap(new WithoutHardLinks(), SwapBench.NOBODY);
            assertThat(copying.swap(bench.request)).isInstanceOf(SwapOutcome.Done.class);
            assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);
            assertThat(copying.undo(bench.request)).isInstanceOf(SwapOutcome.Done.class);
            assertThat(Hashes.of(bench.set)).isEqualTo(bench.oldHashes);
        });
    }

    private interface Case {
        void run(SwapBench bench, int act) throws Exception;
    }

    private interface Call {
        SwapOutcome on(GuardedSwap swap);
    }

    private Stream<DynamicTest> eachAct(int acts, String name, Case check) throws Exception {
        Path template = directory.resolve(name + "-template");
        SwapBench _ = new SwapBench(template);
        assertThat(acts).as("acts of a swap").isGreaterThan(15);
        return IntStream.range(0, acts)
                .mapToObj(act -> DynamicTest.dynamicTest(
                        "crash before act " + act,
                        () -> check.run(new SwapBench(directory.resolve(name + "-" + act), template), act)));
    }

    private int actsOfSwap() throws Exception {
        SwapBench measured = new SwapBench(Files.createTempDirectory(directory, "measure"));
        CrashingDisk counting = new CrashingDisk(new LocalDisk(), Integer.MAX_VALUE);
        assertThat(new GuardedSwap(counting, SwapBench.NOBODY).swap(measured.request))
                .isInstanceOf(SwapOutcome.Done.class);
        return counting.acts();
    }

    private static GuardedSwap healthy() {
        return new GuardedSwap(new LocalDisk(), SwapBench.NOBODY);
    }

    private static void crash(int act, Call call) {
        GuardedSwap dying = new GuardedSwap(new CrashingDisk(new LocalDisk(), act), SwapBench.NOBODY);
        assertThatThrownBy(() -> call.on(dying)).isInstanceOf(CrashingDisk.Crash.class);
    }

    /// One more act of the undo each time, until it is through.
    private static boolean crashes(int acts, SwapBench bench) {
        try {
            assertThat(new GuardedSwap(new CrashingDisk(new LocalDisk(), acts), SwapBench.NOBODY).undo(bench.request))
                    .isInstanceOf(SwapOutcome.Done.class);
            return false;
        } catch (CrashingDisk.Crash e) {
            return true;
        }
    }

    private static void requireOldOrNewOrClosed(SwapBench bench) throws Exception {
        if (Guard.isGuard(bench.set.database())) {
            assertThatThrownBy(() -> DriverManager.getConnection(
                                    SqliteUrl.create(bench.set.database()).text())
                            .close())
                    .hasMessageContaining("unable to open");
        } else {
            assertThat(bench.rowsSeen()).isIn(SwapBench.OLD_ROWS, SwapBench.NEW_ROWS);
        }
    }
}
