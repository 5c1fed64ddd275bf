package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real thing: the kernel kills the process at its N-th rename, for every N (reliability.md 7.2).
class SwapKilledTest {
    private static final int KILLED = 128 + 9;
    private static final int MOST_RENAMES = 20;

    @TempDir
    Path directory;

    @Test
    void killedAtAnyRenameTheSetIsOldOrNewOrShutAndTheSwapGoesOn() throws Exception {
        Assumptions.assumeTrue(traceWorks(), "needs strace and the right to use it");
        int renames = 0;
        boolean killed = true;
        while (killed) {
            SwapBench bench = new SwapBench(directory.resolve("rename-" + (renames + 1)));
            killed = run(bench, renames + 1) != 0;
            requireOldOrNewOrShut(bench);

            GuardedSwap swap = new GuardedSwap(new LocalDisk(), new ProcHolders());
            assertThat(swap.swap(bench.request)).isInstanceOf(SwapOutcome.Done.class);
            assertThat(bench.rowsSeen()).isEqualTo(SwapBench.NEW_ROWS);
            assertThat(Hashes.of(bench.kept())).isEqualTo(bench.oldHashes);
            renames++;
            assertThat(renames).isLessThan(MOST_RENAMES);
        }
        assertThat(renames).as("notes, guard, two side files, the new database").isGreaterThan(5);
    }

    private static boolean traceWorks() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-o", "/dev/null", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int run(SwapBench bench, int dieAt) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-o",
                        directory.resolve("trace-" + dieAt).toString(),
                        "-e",
                        "trace=rename,renameat,renameat2",
                        "-e",
                        "inject=rename,renameat,renameat2:signal=KILL:when=" + dieAt,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SwapProgram.class.getName(),
                        bench.set.database().toString(),
                        bench.request.staged().toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isIn(0, KILLED);
        return process.exitValue();
    }

    private static void requireOldOrNewOrShut(SwapBench bench) throws Exception {
        if (!Guard.isGuard(bench.set.database())) {
            assertThat(bench.rowsSeen()).isIn(SwapBench.OLD_ROWS, SwapBench.NEW_ROWS);
            return;
        }
        try {
            DriverManager.getConnection(SqliteUrl.create(bench.set.database()).text())
                    .close();
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("unable to open");
            return;
        }
        throw new AssertionError("could be opened behind the guard");
    }
}
