package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "$A,one",
                "${A},one",
                "x$A.y,xone.y",
                "$A_B,two",
                "$$,\"\"",
                "${},\"\"",
                "${A,A",
                "$,$",
                "$ x,$ x",
                "a$-b,ab",
                "$1x,x",
                "$PID,42",
                "$NONE,\"\""
            })
    void followsTheRulesOfGo(String in, String out) {
        assertThat(Expansion.of(in, Map.of("A", "one", "A_B", "two"), 42).text())
                .isEqualTo(out);
    }

    @Test
    void aPlaceBehindAVariableIsThatOfTheFile() {
        Expansion expansion = Expansion.of("a$A\nb$A c", Map.of("A", "long\nlines"), 1);
        assertThat(expansion.place(expansion.text().indexOf(" c"))).isEqualTo(new Place(2, 4));
    }
}
