package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
    private static final List<String> KEYS = List.of("path", "replicas", "snapshot-interval");

    @Test
    void findsTheKeyThatWasMeant() {
        assertThat(NearestKey.to("paht", KEYS)).contains("path");
        assertThat(NearestKey.to("snapshot_interval", KEYS)).contains("snapshot-interval");
        assertThat(NearestKey.to("something", KEYS)).isEmpty();
    }
}
