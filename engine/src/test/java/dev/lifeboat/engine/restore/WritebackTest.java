package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritebackTest {
    private static final long STEP_BYTES = 64 << 20;

    @TempDir
    Path directory;

    /// Linux tells a failure to write back once: whoever hears it has to say so, and the restore ends with it.
    @Test
    void aFailureIsToldAsWhatItWas() throws IOException {
        FileChannel gone =
                FileChannel.open(directory.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        gone.close();
        assertThatThrownBy(() -> {
                    try (Writeback writeback = new Writeback(gone)) {
                        for (long bytes = STEP_BYTES; bytes > 0; bytes += STEP_BYTES) {
                            writeback.reached(bytes);
                        }
                    }
                })
                .isInstanceOf(ClosedChannelException.class);
    }
}
