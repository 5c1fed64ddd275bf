package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the last frames that were captured had in them, by which the captured state is known again in a database whose
/// WAL is another one now (CP-8). Oldest first; a page may come several times. Empty where it is not known.
record Tail(List<Frame> frames) {
    static final Tail UNKNOWN = new Tail(List.of());

    /// So many frames at most, and so many bytes, but one frame always: they are read again with each note.
    private static final int MOST_FRAMES = 64;

    private static final int MOST_BYTES = 512 << 10;

    Tail {
        frames = List.copyOf(frames);
    }

    /// `content` is the beginning of the page's SHA-256.
    record Frame(long page, long content) {}

    /// What the pages of a tail are in a database that is looked at now.
    enum Match {
        /// The last captured transaction is there, and so is everything before it.
        THERE,
        /// They are as they were some frames before the last one: what came after is gone.
        BEHIND,
        /// Pages are other than they were captured: overwritten since, or commits before them were lost.
        OTHER,
        UNKNOWN
    }

    /// `now` holds the pages that exist.
    Match match(Map<Long, Long> now) {
        if (frames.isEmpty()) {
            return Match.UNKNOWN;
        }
        Map<Long, Long> last = after(frames.size());
        if (now.equals(last)) {
            return Match.THERE;
        }
        for (int count = frames.size() - 1; count > 0; count--) {
            Map<Long, Long> earlier = after(count);
            boolean isOlder = !last.entrySet().containsAll(earlier.entrySet());
            boolean isThere = now.entrySet().containsAll(earlier.entrySet());
            if (isOlder && isThere && !hasAnyBehind(count, now)) {
                return Match.BEHIND;
            }
        }
        return Match.OTHER;
    }

    private boolean hasAnyBehind(int count, Map<Long, Long> now) {
        Map<Long, Long> earlier = after(count);
        return frames.subList(count, frames.size()).stream()
                .anyMatch(frame -> !earlier.containsKey(frame.page())
                        && Long.valueOf(frame.content()).equals(now.get(frame.page())));
    }

    /// Page to content after the first `count` frames.
    private Map<Long, Long> after(int count) {
        Map<Long, Long> pages = new HashMap<>();
        frames.subList(0, count).forEach(frame -> pages.put(frame.page(), frame.content()));
        return pages;
    }

    /// The last frames of `life`, all of which lie in the WAL. Unknown where it is not that life's any more.
    static Tail of(WalFile wal, Life life) throws IOException {
        if (!isOf(wal, life.header())) {
            return UNKNOWN;
        }
        int frameBytes = life.header().frameBytes();
        long count = Math.min(life.frames(), most(frameBytes));
        Tail tail = read(wal.from(life.end().offsetBytes() - count * frameBytes), count, frameBytes);
        return isOf(wal, life.header()) ? tail : UNKNOWN;
    }

    private static boolean isOf(WalFile wal, WalHeader header) throws IOException {
        return WalHeader.read(wal.first(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader now)
                && now.equals(header);
    }

    static Tail of(Chunk chunk, int frameBytes) throws IOException {
        long count = Math.min(chunk.walBytes() / frameBytes, most(frameBytes));
        try (InputStream in = chunk.open()) {
            in.skipNBytes(chunk.walBytes() - count * frameBytes);
            return read(in, count, frameBytes);
        }
    }

    private static long most(int frameBytes) {
        return Math.clamp(MOST_BYTES / frameBytes, 1, MOST_FRAMES);
    }

    private static Tail read(InputStream in, long count, int frameBytes) throws IOException {
        byte[] raw = new byte[frameBytes];
        List<Frame> frames = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (in.readNBytes(raw, 0, frameBytes) < frameBytes) {
                return UNKNOWN;
            }
            ByteBuffer frame = ByteBuffer.wrap(raw);
            ByteBuffer page = frame.slice(WalFrame.HEADER_BYTES, frameBytes - WalFrame.HEADER_BYTES);
            frames.add(new Frame(Integer.toUnsignedLong(frame.getInt(0)), content(page)));
        }
        return new Tail(frames);
    }

    /// Of a whole page.
    static long content(ByteBuffer page) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(page);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
