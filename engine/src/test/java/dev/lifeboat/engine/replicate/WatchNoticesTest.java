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
        ForeignCheckpoints others = new ForeignCheckpoints();
        assertThat(others.notice(NOW)).isEmpty();
        others.empty(NOW);
        assertThat(others.notice(NOW)).contains("TRUNCATE", NOW.toString());
        assertThat(others.notice(NOW.plusSeconds(601))).isEmpty();
    }

    @Test
    void whatWeEmptiedOurselvesAndWhatAWriterRestartsIsNotSaid() {
        ForeignCheckpoints others = new ForeignCheckpoints();
        others.emptiedByUs();
        others.empty(NOW);
        others.began(header(Integer.MAX_VALUE), header(Integer.MIN_VALUE), NOW);
        others.began(header(5), header(6), NOW);
        others.began(header(6), header(1_234_567_890), NOW);
        assertThat(others.notice(NOW)).isEmpty();
        others.began(header(6), header(8), NOW);
        assertThat(others.notice(NOW)).isNotEmpty();
    }

    @Test
    void whoWasSeenWaitingOrResettingIsExpectedAgainAndOnlyAResetIsSaid() {
        ForeignCheckpoints others = new ForeignCheckpoints();
        assertThat(others.areLikely(NOW)).isFalse();
        others.waiting(NOW);
        assertThat(others.areLikely(NOW.plusSeconds(599))).isTrue();
        assertThat(others.notice(NOW)).as("it may have been no checkpoint").isEmpty();
        assertThat(others.areLikely(NOW.plusSeconds(601))).isFalse();
        others.empty(NOW);
        assertThat(others.areLikely(NOW)).isTrue();
    }
}
