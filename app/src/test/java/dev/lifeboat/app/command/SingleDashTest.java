package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SingleDashTest {
    @Test
    void wordsGetTheirSecondDashAndLettersTimesAndTheRestDoNot() {
        assertThat(SingleDash.doubled(
                        "-config", "-o", "-if-db-not-exists=true", "-20m", "-", "--json", "-h", "--", "-config"))
                .containsExactly(
                        "--config", "-o", "--if-db-not-exists=true", "-20m", "-", "--json", "-h", "--", "-config");
    }
}
