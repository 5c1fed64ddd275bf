package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.live.WatchedFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoFileTest {
    private static final int PAGE = 512;

    @TempDir
    Path directory;

    /// As after a birth that could not be sealed: the commit counts pages that only the WAL has, and then a checkpoint
    /// brings the file to its length.
    @Test
    void pagesThatTheFileDoesNotHaveYetArePreservedAsNothing() throws IOException {
        Path path = Files.write(directory.resolve("app.db"), filled(2 * PAGE + 100, 1));
        try (WatchedFile database = WatchedFile.open(path);
                UndoFile undo = UndoFile.create(directory.resolve("undo"), database, PAGE, 5)) {
            for (int page = 5; page > 1; page--) {
                undo.beforeChange(page);
            }
            try (RandomAccessFile grown = new RandomAccessFile(path.toFile(), "rw")) {
                grown.write(filled(5 * PAGE, 2));
            }
            byte[] chunk = new byte[5 * PAGE];
            database.read(0, chunk, chunk.length);
            undo.patch(0, chunk, chunk.length);

            byte[] expected = new byte[5 * PAGE];
            Arrays.fill(expected, 0, PAGE, (byte) 2);
            Arrays.fill(expected, PAGE, 2 * PAGE + 100, (byte) 1);
            assertThat(undo.failure()).isEmpty();
            assertThat(chunk).isEqualTo(expected);
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
