package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.command.CommandFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
    @TempDir
    Path home;

    private CommandFixture lifeboat = new CommandFixture(Path.of("/"), Map.of());

    @BeforeEach
    void atHome() {
        lifeboat = new CommandFixture(home, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-version"})
    void theVersionIsOneLineOnStdout(String argument) {
        Result result = lifeboat.run(argument);
        assertThat(result.status()).isZero();
        assertThat(result.out()).matches("lifeboat \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void helpHasTheTableOfExitStatuses() {
        Result result = lifeboat.run("--help");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("Exit status:", "no such backup or point", "another Lifeboat holds it")
                .doesNotContain("demo-shop", "worker");
    }

    /// A command that is called alone is built alone, by a name that it also has in its description.
    @Test
    void everyCommandOfTheHelpIsFoundByItsName() {
        List<String> names = lifeboat.run("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> !line.startsWith("   "))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(names).contains("status", "restore", "replicate", "recover", "reset-terminal");
        assertThat(names).allSatisfy(name -> {
            Result result = lifeboat.run(name, "--help");
            assertThat(result.status()).isZero();
            assertThat(result.out()).contains("Usage: lifeboat " + name);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "-nonsense", "--nonsense"})
    void whatIsNotKnownIsAUsageErrorWithTheWayToHelp(String argument) {
        Result result = lifeboat.run(argument);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains("next:  lifeboat --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f", "-follow-interval=1s", "-force", "-txid=1"})
    void optionsOfLitestreamThatMakeNoSenseSayWhy(String option) {
        Result result = lifeboat.run("restore", option, "-o", "out", "file:///nowhere");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(option.split("=")[0]);
    }

    @Test
    void optionsOfLitestreamAreTakenWithOneDash() throws IOException {
        Path file = home.resolve("litestream.yml");
        Files.writeString(file, "dbs: [{path: $HOME/app.db, replicas: [{path: /backups/app}]}]\n");
        Result result = lifeboat.run("databases", "-config", file.toString(), "-no-expand-env");
        assertThat(result.out()).contains(home + "/$HOME/app.db  file");
        assertThat(result.status()).isZero();
    }

    @Test
    void whatIsWrongInTheConfigurationIsToldByLineAndColumn() throws IOException {
        Path file = home.resolve("lifeboat.yml");
        Files.writeString(file, "dbs:\n  - paht: /app.db\n");
        Result result = lifeboat.run("databases", "--config", file.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(file + ":2:5: unknown key 'paht' in dbs[0]; did you mean 'path'?");
    }

    @Test
    void withoutATerminalTheStatusIsPrintedAndTheReason() {
        Result result = lifeboat.run();
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo("no databases are configured\n");
        assertThat(result.err()).contains("not terminals").contains("lifeboat --plain");
    }
}
