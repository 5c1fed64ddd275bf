package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// CP-8: what the pages that were captured last say of a database whose WAL is another one.
class TailTest {
    private static final Tail TAIL = new Tail(
            List.of(new Tail.Frame(2, 20), new Tail.Frame(3, 30), new Tail.Frame(2, 21), new Tail.Frame(5, 50)));

    @Test
    void pagesAsTheyWereCapturedLastMeanThatNothingIsLost() {
        assertThat(TAIL.match(Map.of(2L, 21L, 3L, 30L, 5L, 50L))).isEqualTo(Tail.Match.THERE);
    }

    @Test
    void pagesAsTheyWereBeforeMeanThatTheRestIsLost() {
        assertThat(TAIL.match(Map.of(2L, 20L, 3L, 30L, 5L, 49L))).isEqualTo(Tail.Match.BEHIND);
        assertThat(TAIL.match(Map.of(2L, 20L, 3L, 30L)))
                .as("the database was shorter then")
                .isEqualTo(Tail.Match.BEHIND);
    }

    @Test
    void pagesThatNobodyKnowsMayBeLaterOnesOrLostOnes() {
        assertThat(TAIL.match(Map.of(2L, 22L, 3L, 30L, 5L, 50L))).isEqualTo(Tail.Match.OTHER);
        assertThat(TAIL.match(Map.of(2L, 20L, 3L, 31L, 5L, 50L))).isEqualTo(Tail.Match.OTHER);
        assertThat(TAIL.match(Map.of())).isEqualTo(Tail.Match.OTHER);
    }

    @Test
    void whereNothingWasNotedNothingIsConcluded() {
        assertThat(Tail.UNKNOWN.match(Map.of(1L, 1L))).isEqualTo(Tail.Match.UNKNOWN);
    }

    @Test
    void theNoteKeepsIt() {
        Noted noted = new Noted(
                new FileId(1, 2),
                Position.parse("0011223344556677/00000001/00001020").orElseThrow(),
                Optional.empty(),
                Optional.empty(),
                7,
                new Tail(List.of(new Tail.Frame(4294967294L, -1), new Tail.Frame(1, Long.MIN_VALUE))),
                Map.of());
        assertThat(Noted.parse(noted.json().toString())).contains(noted);
    }
}
