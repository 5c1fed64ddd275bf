package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.store.Asked;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Lets the disk begin with what was written while the rest is still decoded: otherwise the fsync at the end waits for
/// the whole file. It promises nothing, that fsync does; but a failure is told here, since Linux tells each only once.
final class Writeback implements Closeable {
    /// So much is written between two of its turns.
    private static final int STEP_BYTES = 64 << 20;

    private final FileChannel channel;
    private Optional<Asked<Boolean>> turn = Optional.empty();
    private long begun;

    Writeback(FileChannel channel) {
        this.channel = channel;
    }

    /// The file has `bytes` now.
    void reached(long bytes) throws IOException {
        if (bytes - begun < STEP_BYTES
                || turn.filter(each -> !each.isAnswered()).isPresent()) {
            return;
        }
        close();
        begun = bytes;
        turn = Optional.of(Asked.of(() -> {
            channel.force(false);
            return true;
        }));
    }

    /// Waits for its turn to end, so that the channel can be closed.
    @Override
    public void close() throws IOException {
        Optional<Asked<Boolean>> last = turn;
        turn = Optional.empty();
        if (last.isPresent()) {
            last.get().answer();
        }
    }
}
