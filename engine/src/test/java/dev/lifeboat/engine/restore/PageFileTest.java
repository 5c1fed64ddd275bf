package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.fileset.SpaceCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFileTest {
    private static final PageSize SIZE = new PageSize(512);
    private static final int MOST_PAGES = 5_000;

    @TempDir
    private Path directory;

    private PageFile file(String name, int budgetBytes) throws IOException {
        return PageFile.create(
                directory.resolve(name),
                SIZE,
                new Room(directory, new SpaceCheck.Left(Long.MAX_VALUE, 0)),
                budgetBytes);
    }

    private static ByteBuffer image(Random random) {
        byte[] bytes = new byte[SIZE.bytes()];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /// Writes, overwrites, cuts and grows at random; what the file is at each commit size is told by `seed`
    /// alone.
    private byte[] result(String name, int budgetBytes, long seed) throws IOException {
        Random random = new Random(seed);
        try (PageFile pages = file(name, budgetBytes)) {
            for (int step = 0; step < 20; step++) {
                int from = 1 + random.nextInt(MOST_PAGES);
                for (int n = 0; n < 200; n++) {
                    boolean inARow = random.nextBoolean();
                    int page = inARow ? 1 + (from + n) % MOST_PAGES : 1 + random.nextInt(MOST_PAGES);
                    pages.write(new PageNumber(page), image(random));
                }
                pages.setPages(1 + random.nextInt(MOST_PAGES));
            }
            pages.finish();
        }
        return Files.readAllBytes(directory.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 512, 3 * 512, 100_000, 1 << 20})
    void aSmallBudgetGivesTheSameFileAsALargeOne(int budgetBytes) throws IOException {
        for (long seed = 0; seed < 5; seed++) {
            assertThat(result(budgetBytes + "-" + seed, budgetBytes, seed))
                    .isEqualTo(result("all-" + seed, 64 << 20, seed));
        }
    }

    @Test
    void whatWaitsIsAlreadyThereForWhoAsks() throws IOException {
        Random random = new Random(3);
        try (PageFile pages = file("asked", 2 * 512)) {
            ByteBuffer first = image(random);
            ByteBuffer second = image(random);
            ByteBuffer third = image(random);
            pages.write(new PageNumber(1), first.duplicate());
            pages.write(new PageNumber(2), first.duplicate());
            pages.write(new PageNumber(3), third.duplicate());
            pages.write(new PageNumber(2), second.duplicate());

            assertThat(pages.holds(new PageNumber(1), first)).isTrue();
            assertThat(pages.holds(new PageNumber(2), second)).isTrue();
            assertThat(pages.holds(new PageNumber(2), first)).isFalse();
            assertThat(pages.holds(new PageNumber(3), third)).isTrue();
            assertThat(pages.holds(new PageNumber(4), first)).isFalse();
        }
    }

    /// What a shorter commit has dropped does not come back from what waits (0.3 spec, section 4.3).
    @Test
    void whatWasCutIsZeroWhenTheFileGrowsAgain() throws IOException {
        try (PageFile pages = file("cut", 1 << 20)) {
            for (int page = 1; page <= 4; page++) {
                pages.write(new PageNumber(page), image(new Random(page)));
            }
            pages.setPages(2);
            pages.setPages(4);
            pages.finish();
        }
        byte[] bytes = Files.readAllBytes(directory.resolve("cut"));
        assertThat(bytes).hasSize(4 * 512);
        assertThat(ByteBuffer.wrap(bytes, 1024, 1024)).isEqualTo(ByteBuffer.allocate(1024));
    }
}
