package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The full screen of the packaged program in a real terminal: whatever ends it, the terminal is left as it was found
/// (tui.md 3.2, 13.2).
class ScreenIT {
    @TempDir
    Path directory;

    private Tmux tmux;
    private String attributes;

    @BeforeEach
    void openTerminal() throws Exception {
        assumeTrue(Tmux.isInstalled(), "tmux is missing");
        Path database = directory.resolve("app.db");
        Tool.run(
                directory,
                "sqlite3",
                database.toString(),
                "PRAGMA journal_mode=wal; CREATE TABLE t(a); INSERT INTO t VALUES(1)");
        Files.writeString(
                directory.resolve("lifeboat.yml"),
                "dbs:\n  - path: " + database + "\n    replicas:\n      - path: " + directory.resolve("replica")
                        + "\n");
        tmux = Tmux.open(
                directory, Map.of("XDG_STATE_HOME", directory.resolve("state").toString()));
        attributes = tmux.attributes(directory);
    }

    @AfterEach
    void closeTerminal() throws Exception {
        if (tmux != null) {
            tmux.close();
        }
    }

    private void start() throws Exception {
        Path launcher = Image.packaged(directory).launcher();
        tmux.shell("clear; " + launcher + " -config " + directory.resolve("lifeboat.yml") + "; echo status=$?");
        tmux.awaitStart();
        tmux.awaitText("Databases 1");
    }

    private void assertLeft() throws Exception {
        tmux.awaitLeft();
        assertThat(tmux.attributes(directory)).isEqualTo(attributes);
    }

    @Test
    void theFirstRowIsTheBannerAndTheLastOneTheKeyBar() throws Exception {
        start();
        List<String> rows = tmux.capture().lines().toList();
        assertThat(rows).hasSize(Tmux.ROWS);
        assertThat(rows.getFirst()).contains("Dashboard").endsWith(" UTC");
        assertThat(rows.getLast()).startsWith(" Enter open").endsWith("? help  q quit");
        tmux.send("q");
        tmux.awaitText("status=0");
        assertLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalLeavesTheTerminalAsItWas(String signal) throws Exception {
        start();
        Tool.run(directory, "kill", "-" + signal, "" + tmux.program().pid());
        tmux.awaitText("status=1");
        assertLeft();
    }

    @Test
    void ctrlZGivesTheTerminalToTheShellAndFgComesBack() throws Exception {
        start();
        tmux.press("?");
        tmux.send("C-z");
        tmux.awaitText("Stopped");
        assertLeft();
        tmux.shell("fg");
        tmux.awaitText("Keys here");
        // Ctrl+Z was counted only when the program went on, so the marker cannot tell that Escape was taken in; a `q`
        // that follows within 50 ms would make one key of both.
        tmux.send("Escape");
        tmux.awaitGone("Keys here");
        tmux.send("q");
        tmux.awaitLeft();
    }

    @Test
    void aWindowThatIsTooSmallSaysSoAndTheScreenComesBackByItself() throws Exception {
        start();
        tmux.resize(60, 9);
        tmux.awaitText("This window is 60 x 9");
        tmux.resize(Tmux.COLUMNS, Tmux.ROWS);
        tmux.awaitText("Databases 1");
    }

    @Test
    void thousandsOfPastedLinesDoNothing() throws Exception {
        start();
        tmux.paste("quit\r".repeat(2000));
        tmux.press("?");
        tmux.awaitText("Keys here");
    }

    @Test
    void aMistakeOfOursLeavesTheTerminalAndSaysWhereTheReportIs() throws Exception {
        // A file of marks that cannot be written makes the thread that marks fail, update thread or renderer.
        tmux.shell("clear; LIFEBOAT_TEST_SYNC=" + directory + "/missing/marks "
                + Image.packaged(directory).launcher() + " -config " + directory.resolve("lifeboat.yml")
                + "; echo status=$?");
        tmux.awaitText("status=70");
        assertThat(tmux.capture()).contains("error: ", "the report is ");
        assertLeft();
    }

    @Test
    void aLocaleWithoutUtf8GetsAscii() throws Exception {
        tmux.shell("export LANG=C");
        start();
        assertThat(tmux.capture()).contains("+- Databases 1 -").matches("[\\x00-\\x7f]*");
        tmux.press("?");
        tmux.awaitText("Keys here");
        tmux.press("Escape");
        tmux.send("q");
        tmux.awaitText("status=0");
    }

    @Test
    void aDumbTerminalIsToldTheFlag() throws Exception {
        tmux.shell("export TERM=dumb");
        Path launcher = Image.packaged(directory).launcher();
        tmux.shell("clear; " + launcher + " -config " + directory.resolve("lifeboat.yml") + "; echo status=$?");
        tmux.awaitText("this terminal is \"dumb\"");
        assertThat(tmux.capture()).contains("lifeboat --plain");
        tmux.send("q", "u", "i", "t", "Enter");
        tmux.awaitText("status=0");
    }

    @Test
    void closedStandardInputEndsPlainModeAtOnce() throws Exception {
        Path launcher = Image.packaged(directory).launcher();
        tmux.shell("clear; " + launcher + " -config " + directory.resolve("lifeboat.yml") + " --plain <&-"
                + "; echo status=$?");
        tmux.awaitText("status=0");
        assertThat(tmux.capture()).contains("Plain mode").doesNotContain("not known:");
    }
}
