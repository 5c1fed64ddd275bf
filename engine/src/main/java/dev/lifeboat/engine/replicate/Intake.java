package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.wal.WalFrame;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// How much of a WAL is captured at a time, and what is done beside it.
final class Intake {
    /// An application that writes as fast as we capture never leaves little. With a whole chunk captured and more to
    /// come, the bound of 256 MiB goes before the wait of the writers: what is left is done behind the lock.
    private static final long LARGE_WAL_BYTES = CapturePass.Limits.CHUNK.enoughBytes();

    /// So little is captured behind the lock within a few milliseconds.
    private static final long LITTLE_BYTES = 1L << 20;

    private static final int MOST_ROUNDS = 8;

    private final LiveDatabase database;
    private final Follower follower;
    private final Consumer<Chunk> chunks;

    Intake(LiveDatabase database, Follower follower, Consumer<Chunk> chunks) {
        this.database = database;
        this.follower = follower;
        this.chunks = chunks;
    }

    /// The last of what was found, `Captured` where anything was: of all that is there, or until so many `frames`
    /// of the WAL are captured; of a chunk at a time where `endsWhenLarge` and the WAL is.
    Found take(OptionalLong frames, boolean endsWhenLarge) throws IOException {
        Found found = follower.look(until(frames));
        Found last = found;
        while (found instanceof Found.Captured(Chunk chunk, boolean isAll)) {
            chunks.accept(chunk);
            last = found;
            found = isAll || isReached(frames) || endsWhenLarge && isLarge()
                    ? new Found.Nothing()
                    : follower.look(until(frames));
        }
        return found instanceof Found.Nothing ? last : found;
    }

    /// What is left, if it is no more than the limits say.
    Found rest(CapturePass.Limits limits) throws IOException {
        Found found = follower.look(limits);
        if (found instanceof Found.Captured(Chunk chunk, boolean _)) {
            chunks.accept(chunk);
        }
        return found;
    }

    /// Captures what has come in, and again what came in meanwhile, as long as that gets less, beginning with all that
    /// is captured: so much need not be done behind the lock. The last of what was found.
    Found approach() throws IOException {
        Found found = new Found.Nothing();
        long before = follower.frames();
        for (int round = 0; round < MOST_ROUNDS && !found.isEnd(); round++) {
            OptionalLong counted = database.committedFrames();
            long frames = counted.orElse(0);
            long left = frames - follower.frames();
            boolean isWorthIt = left * frameBytes() > LITTLE_BYTES
                    && left <= before - before / 4
                    && frames * frameBytes() < 2 * LARGE_WAL_BYTES;
            if (!isWorthIt) {
                break;
            }
            before = left;
            found = whileSyncing(() -> take(counted, false));
        }
        return found;
    }

    /// Captures while what lies in the WAL is put on stable storage, and waits for both: of the bytes of a busy
    /// application the one takes as long as the other. A checkpoint that comes next finds the WAL synced.
    Found whileSyncing(LiveDatabase.Step<Found> capturing) throws IOException {
        try (Asked<Boolean> synced = Asked.of(this::sync)) {
            Found found = capturing.run();
            synced.answer();
            return found;
        }
    }

    /// Puts what lies in the WAL on stable storage.
    boolean sync() throws IOException {
        WalFile.sync(database.wal());
        return true;
    }

    boolean isReached(OptionalLong frames) {
        return frames.isPresent() && follower.frames() >= frames.getAsLong();
    }

    boolean isLarge() {
        return follower.walBytes() >= LARGE_WAL_BYTES;
    }

    long frameBytes() {
        return WalFrame.HEADER_BYTES + database.pageSize().bytes();
    }

    /// A busy application appends while we read: to go on to the end would be to follow it for long.
    private CapturePass.Limits until(OptionalLong frames) {
        if (frames.isEmpty()) {
            // No further than where the rest is urgent, so that this is seen in time.
            return isLarge()
                    ? CapturePass.Limits.CHUNK
                    : CapturePass.Limits.enough(LARGE_WAL_BYTES - follower.walBytes());
        }
        // Where the WAL has begun anew since, nothing of it is captured yet.
        long left = frames.getAsLong() - (isReached(frames) ? 0 : follower.frames());
        return CapturePass.Limits.enough(left * frameBytes());
    }
}
