package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "300ms,PT0.3S",
        "1h30m,PT1H30M",
        "1.5h,PT1H30M",
        "24h,PT24H",
        "7d,PT168H",
        "-2s,PT-2S",
        "1000000000,PT1S",
        "0,PT0S"
    })
    void readsWhatGoReads(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1", "10 s", "1y", "s", "99999999999h"})
    void aBareNumberIsNanosecondsAndOtherWordsAreNoDuration(String text) {
        assertThat(GoDuration.parse(text))
                .isEqualTo(text.equals("1") ? java.util.Optional.of(Duration.ofNanos(1)) : java.util.Optional.empty());
    }
}
