package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.PageNumber;
import org.junit.jupiter.api.Test;

class PageOverlayTest {
    @Test
    void theLastFrameOfAPageWins() {
        PageOverlay overlay = new PageOverlay();
        overlay.add(new PageNumber(7), 0);
        overlay.add(new PageNumber(2), 1);
        overlay.add(new PageNumber(7), 2);

        assertThat(overlay.lastFrame(7)).hasValue(2);
        assertThat(overlay.lastFrame(2)).hasValue(1);
        assertThat(overlay.lastFrame(1)).isEmpty();
        assertThat(overlay.lastFrame(3)).isEmpty();
        assertThat(overlay.lastFrame(8)).isEmpty();
    }

    @Test
    void theHighestPageNumberHasItsPlace() {
        PageOverlay overlay = new PageOverlay();
        for (int frame = 0; frame < 3000; frame++) {
            overlay.add(new PageNumber(4294967294L - frame % 2), frame);
        }

        assertThat(overlay.lastFrame(4294967294L)).hasValue(2998);
        assertThat(overlay.lastFrame(4294967293L)).hasValue(2999);
    }
}
