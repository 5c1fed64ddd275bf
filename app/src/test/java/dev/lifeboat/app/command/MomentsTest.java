package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.engine.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:32:07Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z,2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.123+01:00,2026-01-02T02:04:05.123Z",
        "13:17,2026-11-20T13:17:00Z",
        "13:17:31Z,2026-11-20T13:17:31Z",
        "yesterday 18:00,2026-11-19T18:00:00Z",
        "-20m,2026-11-20T14:12:07Z"
    })
    void readsWhatPeopleWrite(String text, Instant time) {
        assertThat(Moments.parse(text, NOW)).isEqualTo(time);
    }

    /// At 14:32 UTC somebody in Berlin who means 14:40 local time must not get the newest state.
    @ParameterizedTest
    @ValueSource(strings = {"14:40", "23:59:59Z"})
    void aTimeOfTodayThatIsYetToComeIsRefused(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Moments.parse(text, NOW))
                .satisfies(thrown -> {
                    assertThat(thrown.problem().message()).contains("of today is yet to come");
                    assertThat(thrown.problem().details()).contains("times are UTC, and it is 2026-11-20T14:32:07Z");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-20", "-", "-20x", "20m"})
    void aNumberWithoutItsUnitIsNoTime(String text) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Moments.parse(text, NOW));
    }

    @Test
    void anythingElseIsRefusedWithExamples() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Moments.parse("soon", NOW))
                .satisfies(thrown ->
                        assertThat(thrown.problem().details()).anyMatch(line -> line.contains("yesterday 18:00")));
    }
}
