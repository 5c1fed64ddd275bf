package dev.lifeboat.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColourDecisionTest {
    private static final Map<String, String> TERM = Map.of("TERM", "xterm");

    @Test
    void theFirstRuleThatMatchesDecides() {
        assertThat(decide(Optional.of(true), Map.of("NO_COLOR", "1"), false)).isTrue();
        assertThat(decide(Optional.of(false), Map.of("FORCE_COLOR", "1"), true)).isFalse();
        assertThat(decide(Optional.empty(), Map.of("NO_COLOR", "1", "FORCE_COLOR", "1"), true))
                .isFalse();
        assertThat(decide(Optional.empty(), Map.of("NO_COLOR", "", "FORCE_COLOR", "1"), false))
                .isTrue();
        assertThat(decide(Optional.empty(), Map.of("CLICOLOR_FORCE", "0"), false))
                .isFalse();
        assertThat(decide(Optional.empty(), TERM, false)).isFalse();
        assertThat(decide(Optional.empty(), TERM, true)).isTrue();
        assertThat(decide(Optional.empty(), Map.of(), true)).isFalse();
        assertThat(decide(Optional.empty(), Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(decide(Optional.empty(), Map.of("TERM", "xterm", "CLICOLOR", "0"), true))
                .isFalse();
    }

    private static boolean decide(Optional<Boolean> asked, Map<String, String> environment, boolean terminal) {
        return ColourDecision.colour(asked, environment, terminal);
    }
}
