package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RB-6 against an application that nobody stopped: it may see the old rows, "unable to open", or the new rows.
class SwapUnderApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private SwapBench bench;
    private final GuardedSwap swap = new GuardedSwap(new LocalDisk(), new ProcHolders());

    @BeforeEach
    void setUp() throws Exception {
        bench = new SwapBench(directory);
        Assumptions.assumeFalse(
                new ProcHolders().scan(bench.set) instanceof Holders.Unknown,
                "needs the right to see all processes (root)");
    }

    @Test
    void aReaderSeesOldRowsOrNothingOrNewRowsAndTheSetComesBackByteForByte() throws Exception {
        try (Watched application = Watched.start(SqliteUrl.readOnly(bench.set.database()), directory)) {
            application.awaitSight("rows 300");
            untilDone(() -> swap.swap(bench.request));
            application.awaitSight("rows 500");
            assertThat(walAndDatabase(bench.kept())).isEqualTo(bench.oldHashes.subList(0, 2));
            untilDone(() -> swap.undo(bench.request));
            application.awaitSight("rows 300");

            assertThat(application.end()).as("rows and refusals, nothing else").allMatch(this::isAllowed);
            assertThat(walAndDatabase(bench.set)).isEqualTo(bench.oldHashes.subList(0, 2));
        }
    }

    @Test
    void oneThatWouldCreateTheDatabaseCannotAndSeesTheSame() throws Exception {
        try (Watched application = Watched.start(SqliteUrl.create(bench.set.database()), directory)) {
            application.awaitSight("rows 300");
            untilDone(() -> swap.swap(bench.request));
            application.awaitSight("rows 500");
            untilDone(() -> swap.undo(bench.request));
            application.awaitSight("rows 300");

            assertThat(application.end()).as("rows and refusals, nothing else").allMatch(this::isAllowed);
        }
    }

    private boolean isAllowed(String line) {
        return line.equals("rows 300") || line.equals("rows 500") || line.contains("unable to open database file");
    }

    private List<Hashes.Entry> walAndDatabase(FileSet set) {
        try {
            return List.of(Hashes.entry(set.database()), Hashes.entry(set.wal()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The application is in the way most of the time; as often as it is, the swap says so and has changed nothing.
    private static void untilDone(Supplier<SwapOutcome> call) {
        Instant end = Instant.now().plus(PATIENCE);
        SwapOutcome outcome = call.get();
        while (outcome instanceof SwapOutcome.Refused(var problem)
                && Instant.now().isBefore(end)) {
            assertThat(problem.message()).containsAnyOf("in use by", "whether the database is in use");
            outcome = call.get();
        }
        assertThat(outcome).isInstanceOf(SwapOutcome.Done.class);
    }
}
