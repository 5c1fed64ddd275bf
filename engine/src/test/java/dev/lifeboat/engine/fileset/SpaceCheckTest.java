package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceCheckTest {
    @TempDir
    Path directory;

    @Test
    void whatFitsFitsAndWhatDoesNotSaysItsNumbers() throws Exception {
        Path later = directory.resolve("not/there/yet");
        var small = new SpaceCheck.Need(later, 1000, "restored database");
        var huge = new SpaceCheck.Need(directory, Long.MAX_VALUE / 4, "spool");

        assertThat(new SpaceCheck().check(List.of(small))).singleElement().matches(SpaceCheck.Demand::fits);
        assertThat(new SpaceCheck().check(List.of(small, huge)))
                .as("both on one file system")
                .singleElement()
                .satisfies(demand -> {
                    assertThat(demand.fits()).isFalse();
                    assertThat(demand.toString()).contains("restored database 1000 + spool");
                });
    }

    @Test
    void aSmallFileSystemHasNoMoreThanATwentiethInReserve() throws Exception {
        long total = Files.getFileStore(directory).getTotalSpace();
        SpaceCheck.Left left = new SpaceCheck().left(directory.resolve("not/there/yet"));
        assertThat(left.reserveBytes()).isEqualTo(Math.min(16 << 20, total / 20));
        assertThat(new SpaceCheck.Left(100, 30).usableBytes()).isEqualTo(70);
        assertThat(new SpaceCheck.Left(10, 30).usableBytes()).isZero();
    }
}
