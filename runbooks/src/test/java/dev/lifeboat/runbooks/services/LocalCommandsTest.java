package dev.lifeboat.runbooks.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.runbooks.services.Commands.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalCommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Commands commands = new LocalCommands();

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        assertThat(commands.run(List.of("printf", "%s|", "a b", "$HOME", "; exit 3"), PATIENCE))
                .isEqualTo(new Result.Ended(0, "a b|$HOME|; exit 3|", ""));
    }

    @Test
    void aProgramThatDoesNotEndIsKilledAtTheDeadlineWithItsChildren() {
        Result result = commands.run(List.of("sh", "-c", "sleep 300 & wait"), Duration.ofMillis(200));

        assertThat(result).isEqualTo(new Result.TimedOut(Duration.ofMillis(200)));
    }

    @Test
    void aLineForPeopleShowsWhereAnArgumentEnds() {
        assertThat(Commands.line(List.of("sh", "-c", "echo it's", ""))).isEqualTo("sh -c 'echo it'\\''s' ''");
    }

    @Test
    void aProgramThatIsNotThereIsAResult() {
        assertThat(commands.run(List.of("/no/such/program"), PATIENCE)).isInstanceOf(Result.NotStarted.class);
    }

    @Test
    void aFloodOfOutputIsReadToItsEndAndKeptInPart() {
        Result result = commands.run(List.of("head", "-c", "20000000", "/dev/zero"), PATIENCE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Ended.class,
                        ended -> assertThat(ended.output()).hasSizeBetween(1 << 20, (1 << 20) + 8192));
    }
}
