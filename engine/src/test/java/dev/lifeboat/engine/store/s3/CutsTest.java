package dev.lifeboat.engine.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CutsTest {
    @Test
    void transactionsCountUpwards() {
        List<String> page = names(1, 1000, "0000/%016x-%1$016x.ltx");
        assertThat(Cuts.behind(page, 3))
                .containsExactly("0000/000000000000076b", "0000/0000000000000aee", "0000/0000000000000e71");
    }

    @Test
    void segmentsAreCutBetweenIndexes() {
        List<String> page = IntStream.range(0, 1000)
                .mapToObj(i -> "generations/0123456789abcdef/wal/%08x_%08x.wal.lz4".formatted(i / 250, i % 250 * 4152))
                .toList();
        assertThat(Cuts.behind(page, 2))
                .containsExactly(
                        "generations/0123456789abcdef/wal/00000005", "generations/0123456789abcdef/wal/00000007");
    }

    @Test
    void whatStandsBeforeTheLastFolderOfAPageMakesItNoShorter() {
        List<String> page = Stream.concat(
                        names(0, 500, "snapshots/%08x.snapshot.lz4").stream(),
                        names(0, 500, "wal/%08x_00000000.wal.lz4").stream())
                .toList();
        assertThat(Cuts.behind(page, 1)).containsExactly("wal/00000575");
    }

    @Test
    void aCarryGoesIntoDigitsThatAllNamesShare() {
        List<String> page = names(0xf00, 200, "a/%06x");
        assertThat(Cuts.behind(page, 2)).containsExactly("a/00107a", "a/00112d");
    }

    @Test
    void nothingLiesBehindTheLargestNumber() {
        assertThat(Cuts.behind(names(0xe00, 0x200, "%03x"), 3)).isEmpty();
    }

    @Test
    void otherNamesAreNotCut() {
        assertThat(Cuts.behind(names(1, 99, "%08x"), 3)).isEmpty();
        List<String> letters = IntStream.range(0, 200).mapToObj("x"::repeat).toList();
        assertThat(Cuts.behind(letters, 3)).isEmpty();
    }

    private static List<String> names(int from, int count, String format) {
        return IntStream.range(from, from + count).mapToObj(format::formatted).toList();
    }
}
