package dev.lifeboat.engine.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    private static final String LETTERS = "ab-.0";

    @TempDir
    Path root;

    private List<String> listed(String prefix, String after, int pageNames) throws IOException {
        List<String> keys = new ArrayList<>();
        new Listing(root, prefix, after, pageNames, object -> keys.add(object.key()))
                .below(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        return keys;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("n");
        for (int length = random.nextInt(4); length > 0; length--) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    private TreeSet<String> tree(Random random) throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            String key = name(random) + "/" + name(random) + (random.nextBoolean() ? "/" + name(random) : "");
            Path file = root.resolve(key);
            if (!Files.exists(file)
                    && !Files.isRegularFile(file.resolveSibling("").normalize())) {
                Files.createDirectories(file.resolveSibling("."));
                Files.writeString(file, "x");
                keys.add(key);
            }
        }
        return keys;
    }

    /// Names on both sides of `/` in the order of characters, and directories with more names than a page.
    @Test
    void pagesOfAnySizeGiveTheKeysInOrder() throws IOException {
        TreeSet<String> keys = tree(new Random(7));
        assertThat(keys).hasSizeGreaterThan(100);
        for (int pageNames : List.of(1, 2, 5, 1000)) {
            assertThat(listed("", "", pageNames)).containsExactlyElementsOf(keys);
            for (String after : keys) {
                assertThat(listed("", after, pageNames)).containsExactlyElementsOf(keys.tailSet(after, false));
            }
            assertThat(listed("n-/n", "", pageNames))
                    .containsExactlyElementsOf(
                            keys.stream().filter(key -> key.startsWith("n-/n")).toList());
        }
    }
}
