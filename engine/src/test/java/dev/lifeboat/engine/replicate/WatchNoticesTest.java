package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.wal.WalHeader;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What is said of others who stand in the way of checkpoints, and for how long.
class WatchNoticesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static WalHeader header(int salt1) {
        return WalHeader.of(ByteOrder.LITTLE_ENDIAN, new PageSize(4096), 0, salt1, 77);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    /// M4.
    @Test
    void aReaderIsSaidWhenItStaysWithTheSizeOfTheWalAndNoLongerWhenItIsGone() {
        ReaderWatch watch = new ReaderWatch();
        assertThat(watch.notice(seconds(100), 5)).isEmpty();
        watch.blocked(seconds(100));
        assertThat(watch.notice(seconds(104), 5)).isEmpty();
        watch.blocked(seconds(104));
        assertThat(watch.notice(seconds(142), 123_456)).contains("for 42 s", "123456 bytes");
        watch.cleared();
        assertThat(watch.notice(seconds(143), 5)).isEmpty();
        watch.blocked(seconds(144));
        assertThat(watch.notice(seconds(145), 5)).as("it is another one").isEmpty();
    }

    @Test
    void aWalThatSomebodyElseEmptiesIsSaidForAWhile() {
        ForeignResets resets = new ForeignResets();
        assertThat(resets.notice(NOW)).isEmpty();
        resets.empty(NOW);
        assertThat(resets.notice(NOW)).contains("TRUNCATE", NOW.toString());
        assertThat(resets.notice(NOW.plusSeconds(601))).isEmpty();
    }

    @Test
    void whatWeEmptiedOurselvesAndWhatAWriterRestartsIsNotSaid() {
        ForeignResets resets = new ForeignResets();
        resets.emptiedByUs();
        resets.empty(NOW);
        resets.began(header(Integer.MAX_VALUE), header(Integer.MIN_VALUE), NOW);
        resets.began(header(5), header(6), NOW);
        resets.began(header(6), header(1_234_567_890), NOW);
        assertThat(resets.notice(NOW)).isEmpty();
        resets.began(header(6), header(8), NOW);
        assertThat(resets.notice(NOW)).isNotEmpty();
    }
}
