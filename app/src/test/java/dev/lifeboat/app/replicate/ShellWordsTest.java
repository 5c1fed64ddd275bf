package dev.lifeboat.app.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    @Test
    void blanksQuotesAndBackslashesAreAShells() {
        assertThat(ShellWords.split(" bin/rails  server -b '0.0.0.0' \"a b\"c d\\ e '' \"x\\\"y\\n\" "))
                .containsExactly("bin/rails", "server", "-b", "0.0.0.0", "a bc", "d e", "", "x\"y\\n");
    }

    @Test
    void variablesAndGlobsStayAsTheyAre() {
        assertThat(ShellWords.split("echo $HOME ~ *.db")).containsExactly("echo", "$HOME", "~", "*.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a 'b", "a \"b", "a\\", "a | b", "a && b", "a > b", "a; b"})
    void whatNeedsAShellOrIsNotWholeIsAUsageError(String line) {
        assertThatThrownBy(() -> ShellWords.split(line))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problem().code()).isEqualTo(ProblemCode.USAGE));
    }
}
