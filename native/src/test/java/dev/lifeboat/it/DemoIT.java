package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lifeboat demo`, every way to the end: by itself, by keys, by words, and cut short.
class DemoIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path scratch;

    private Path parent;
    private Image image;

    @BeforeEach
    void prepare() {
        parent = scratch.resolve("demo");
        image = Image.packaged(scratch);
    }

    /// Whatever happened: nothing works on in a sandbox.
    @AfterEach
    void nobodyIsLeft() throws Exception {
        Wait.until(
                LIMIT,
                "no process of the demonstration is left",
                () -> Processes.naming(parent).isEmpty());
    }

    @Test
    void withoutATerminalItRecoversItselfAndShowsTheEvidence() throws Exception {
        Image.Ended ended = image.start(scratch, "demo", "--dir", parent).end(LIMIT);

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("32 pages of 4096 bytes overwritten")
                .containsPattern("step 5 proof GREEN, \\d\\d \\d{3} rows in 8 tables")
                .containsPattern("step 6 new database in place: .*/data/shop.db")
                .contains("are equal")
                .contains("# Run ", "## Rows", "| customers | 4000 | 4000 |", "## Files")
                .contains("integrity_check    ok", "foreign_key_check  ok")
                .containsPattern("Every order that the replica had acknowledged before the accident \\(1 to \\d+\\) is"
                        + " there\\.")
                .containsPattern("Lost: (none|\\d+ later orders, numbers )")
                .contains("The sandbox is removed.");
        assertThat(sandboxes()).isEmpty();
        assertThat(Processes.naming(parent)).isEmpty();
    }

    @Test
    void keepLeavesTheFilesAndNoProcess() throws Exception {
        Image.Running demo = image.start(scratch, "demo", "--keep", "--dir", parent);
        await(demo, "1  A shop is open");
        // Before the accident, which waits for sixty orders and for the replica.
        Wait.until(
                LIMIT,
                "replicate is started",
                () -> Processes.naming(parent).stream().anyMatch(line -> line.contains(" replicate ")));
        demo.process().destroy();
        demo.end(LIMIT);

        assertThat(Processes.naming(parent)).isEmpty();
        assertHealthy(sandboxes().getFirst());
    }

    @Test
    void termWhileTheStageIsSetLeavesNothing() throws Exception {
        Image.Running demo = image.start(scratch, "demo", "--dir", parent);
        await(demo, "1  A shop is open");
        demo.process().destroy();
        demo.end(LIMIT);
        assertNothingIsLeft();
    }

    @Test
    void termInTheMiddleOfTheRunLeavesNothing() throws Exception {
        Image.Running demo = image.start(scratch, "demo", "--dir", parent);
        await(demo, "step 3 ");
        demo.process().destroy();
        demo.end(LIMIT);
        assertNothingIsLeft();
    }

    /// Ctrl+C reaches every process of the terminal at once, in whatever order.
    @Test
    void interruptFromTheTerminalLeavesNothing() throws Exception {
        try (Tmux tmux = terminal()) {
            tmux.shell("clear; " + demoCommand("</dev/null"));
            tmux.awaitText("The shop says", LIMIT);
            tmux.send("C-c");
            tmux.awaitText("status=130");
            assertNothingIsLeft();
        }
    }

    @Test
    void onATerminalEnterArrowsAndTheNameEndWithAHealthyDatabase() throws Exception {
        try (Tmux tmux = terminal()) {
            tmux.shell("clear; " + demoCommand(""));
            tmux.awaitText("Dashboard", LIMIT);
            tmux.awaitText("DAMAGED");
            tmux.awaitText("corruption");
            tmux.press("Enter");
            tmux.awaitText("What happened?");
            tmux.awaitText("8 steps");
            tmux.press("Enter");
            tmux.awaitText("Start this run?");
            tmux.press("Right", "Enter");
            tmux.awaitText("This step changes the live database.", LIMIT);
            tmux.type("shop");
            tmux.press("Enter");
            tmux.awaitText("replication goes on", LIMIT);
            tmux.awaitText("report: ", LIMIT);
            assertHealthy(sandboxes().getFirst());
            tmux.press("q");
            tmux.awaitText("Databases 1");
            tmux.awaitText("ok ");
            tmux.send("q");
            tmux.awaitText("status=0");
            assertThat(tmux.capture())
                    .contains("integrity_check    ok", "Every order that the replica had acknowledged")
                    .contains("The sandbox is removed.");
            tmux.awaitLeft();
            assertNothingIsLeft();
        }
    }

    @Test
    void inPlainModeOnATerminalTheWordsDoTheSame() throws Exception {
        try (Tmux tmux = terminal()) {
            tmux.resize(200, 200);
            tmux.shell("clear; " + demoCommand("--plain"));
            tmux.awaitText("shop     DAMAGED", LIMIT);
            tmux.awaitText("1-1, runbooks");
            tmux.line("");
            tmux.awaitText("a number to choose, dry run, start");
            tmux.line("start");
            tmux.awaitText("Start this run?");
            tmux.line("start");
            tmux.awaitText("Type shop to go on", LIMIT);
            tmux.line("shop");
            tmux.awaitText("step 8 report: ", LIMIT);
            tmux.awaitText("report, undo, back, help, quit");
            assertHealthy(sandboxes().getFirst());
            tmux.line("quit");
            tmux.awaitText("status=0");
            assertNothingIsLeft();
        }
    }

    /// Each line waits until it is asked for, and so does the end of the input: it is not taken in the middle of the
    /// run.
    @Test
    void inPlainModeThroughAPipeTheWordsMayAllBeThereBeforehand() throws Exception {
        Image.Running demo = image.startPiped(scratch, "demo", "--plain", "--dir", parent);
        try (BufferedWriter words = demo.process().outputWriter()) {
            words.write("\nstart\nstart\nSHOP\nshop\n");
        }
        Image.Ended ended = demo.end(LIMIT);

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("Type shop to go on", "The name does not match: nothing is done.")
                .containsPattern("step 8 done +Health check")
                .contains("integrity_check    ok", "Every order that the replica had acknowledged");
        assertThat(ended.out().substring(ended.out().lastIndexOf("> "))).contains("integrity_check");
        assertNothingIsLeft();
    }

    private String demoCommand(String rest) {
        return image.launcher() + " demo --dir " + parent + " " + rest + "; echo status=$?";
    }

    private Tmux terminal() throws Exception {
        assumeTrue(Tmux.isInstalled(), "tmux is missing");
        return Tmux.open(scratch, Map.of());
    }

    private static void await(Image.Running demo, String text) throws Exception {
        Wait.until(LIMIT, "the demonstration says " + text, () -> demo.out().contains(text));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(Processes.naming(parent)).isEmpty();
        assertThat(sandboxes()).isEmpty();
    }

    /// While the shop works: it holds every promised order but those between COMMIT and the ledger's line.
    private static void assertHealthy(Path sandbox) throws Exception {
        List<String> promised = promised(sandbox);
        String newest = promised.getLast().split(" ")[0];
        assertThat(SqliteShell.ask(
                        sandbox.resolve("data/shop.db"),
                        "PRAGMA integrity_check; SELECT count(*) >= " + promised.size()
                                + " FROM ledger WHERE sequence <= " + newest + ";"))
                .containsExactly("ok", "1");
    }

    private static List<String> promised(Path sandbox) throws IOException {
        return Files.readAllLines(sandbox.resolve("ledger/ledger.txt"));
    }

    private List<Path> sandboxes() throws IOException {
        if (Files.notExists(parent)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(parent)) {
            return files.toList();
        }
    }
}
