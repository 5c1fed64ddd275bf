package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.wal.WalFrame;
import java.io.IOException;
import java.time.Duration;
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

    /// Behind the lock. SQLite's busy handler asks again 128 ms after it was refused first, and 178, 228 and every
    /// 100 ms: with what a seal does besides, the lock is back before the first of these, and before the second
    /// where the WAL is larger.
    private static final Duration LONGEST_IN_LOCK = Duration.ofMillis(80);

    private static final long LARGER_WAL_BYTES = 144L << 20;
    private static final Duration LONGER_IN_LOCK = Duration.ofMillis(130);

    /// From here on the lock is held until all is captured: the WAL has a bound of 256 MiB.
    private static final long LARGEST_WAL_BYTES = 192L << 20;

    /// Before the lock is asked for, and asked for again: who was kept waiting by it gets through meanwhile.
    private static final Duration LONGEST_BETWEEN_LOCKS = Duration.ofMillis(40);

    private final LiveDatabase database;
    private final Follower follower;
    private final Consumer<Chunk> chunks;

    Intake(LiveDatabase database, Follower follower, Consumer<Chunk> chunks) {
        this.database = database;
        this.follower = follower;
        this.chunks = chunks;
    }

    /// The last of what was found, `Captured` where anything was: of all that is there, or until so many `frames`
    /// of the WAL are captured; of a chunk at a time where `endsWhenLarge` and the WAL is, and without a number of
    /// frames not for long then.
    Found take(OptionalLong frames, boolean endsWhenLarge) throws IOException {
        boolean isFollowing = frames.isEmpty() && endsWhenLarge && isLarge();
        return take(frames, endsWhenLarge, isFollowing ? Deadline.in(LONGEST_BETWEEN_LOCKS) : Deadline.NEVER);
    }

    private Found take(OptionalLong frames, boolean endsWhenLarge, Deadline deadline) throws IOException {
        Found found = follower.look(until(frames, deadline));
        Found last = found;
        while (found instanceof Found.Captured(Chunk chunk, boolean isAll)) {
            chunks.accept(chunk);
            last = found;
            found = isAll || isReached(frames) || endsWhenLarge && isLarge() || deadline.isOver()
                    ? new Found.Nothing()
                    : follower.look(until(frames, deadline));
        }
        return found instanceof Found.Nothing ? last : found;
    }

    /// Behind the lock, where nobody writes: what is left, as far as it can be done in time. Where `isUrgent`, however
    /// much it is, else no more than `mostBytes`. The lock may be given back meanwhile.
    Found rest(boolean isUrgent, long mostBytes) throws IOException {
        OptionalLong counted = database.committedFrames();
        Deadline deadline = inLock(counted.orElse(0) * frameBytes());
        if (isUrgent) {
            Found found = take(counted, false, deadline);
            if (!isReached(counted)) {
                return found;
            }
        }
        return rest(mostBytes, deadline);
    }

    private static Deadline inLock(long walBytes) {
        if (walBytes >= LARGEST_WAL_BYTES) {
            return Deadline.NEVER;
        }
        return Deadline.in(walBytes < LARGER_WAL_BYTES ? LONGEST_IN_LOCK : LONGER_IN_LOCK);
    }

    private Found rest(long mostBytes, Deadline deadline) throws IOException {
        Found found = follower.look(new CapturePass.Limits(mostBytes, mostBytes, deadline));
        if (found instanceof Found.Captured(Chunk chunk, boolean _)) {
            chunks.accept(chunk);
        }
        return found;
    }

    /// Captures what has come in, as long as the application writes at most half as fast as that: so much need not be
    /// done behind the lock. The last of what was found.
    Found approach() throws IOException {
        Found found = new Found.Nothing();
        long captured = 0;
        long left = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && !found.isEnd(); round++) {
            OptionalLong counted = database.committedFrames();
            long frames = counted.orElse(0);
            long now = frames - follower.frames();
            boolean isWorthIt = now * frameBytes() > LITTLE_BYTES
                    && frames * frameBytes() < 2 * LARGE_WAL_BYTES
                    && left - now >= (follower.frames() - captured) / 2;
            if (!isWorthIt) {
                break;
            }
            captured = follower.frames();
            left = now;
            found = whileSyncing(() -> take(counted, false, Deadline.in(LONGEST_BETWEEN_LOCKS)));
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
    private CapturePass.Limits until(OptionalLong frames, Deadline deadline) {
        if (frames.isEmpty()) {
            // No further than where the rest is urgent, so that this is seen in time.
            long bytes = isLarge() ? Long.MAX_VALUE : LARGE_WAL_BYTES - follower.walBytes();
            return CapturePass.Limits.enough(bytes, deadline);
        }
        // Where the WAL has begun anew since, nothing of it is captured yet.
        long left = frames.getAsLong() - (isReached(frames) ? 0 : follower.frames());
        return CapturePass.Limits.enough(left * frameBytes(), deadline);
    }
}
