package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Replays a generation by its own reading of SQLite's WAL format (<https://sqlite.org/fileformat2.html#walformat>):
/// per index all committed frames, the last image of each page, the size of the last commit.
///
/// Stricter than a restorer: a hole, a segment that does not end a transaction, and bytes behind the last commit are
/// errors, since Lifeboat promises none of them.
final class Replay {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private Replay() {}

    /// Writes the newest state of `generation` to `target`. Throws [DamageException] that names the object.
    static void to(Path target, Generation generation) throws IOException {
        Generation.Snapshot snapshot = generation
                .newestSnapshot()
                .orElseThrow(() -> new DamageException("generation " + generation.name() + " has no snapshot"));
        try (InputStream in = Frames.open(snapshot.file())) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        List<Generation.Segment> segments = generation.segmentsAfterNewestSnapshot();
        long expected = snapshot.index();
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            for (int at = 0; at < segments.size(); ) {
                long index = segments.get(at).index();
                if (index != expected++) {
                    throw new DamageException("index " + hex(index) + " follows " + hex(expected - 2)
                            + " in generation " + generation.name());
                }
                int end = at;
                while (end < segments.size() && segments.get(end).index() == index) {
                    end++;
                }
                apply(file, segments.subList(at, end));
                at = end;
            }
        }
    }

    private static void apply(RandomAccessFile file, List<Generation.Segment> segments) throws IOException {
        Life life = null;
        long end = 0;
        for (Generation.Segment segment : segments) {
            if (segment.offset() != end) {
                throw new DamageException(
                        "a hole at " + hex(segment.index()) + ", offset " + end + ": next is " + segment.file());
            }
            byte[] bytes = Frames.read(segment.file());
            if (life == null) {
                life = new Life(file, bytes, segment.file());
                life.take(bytes, HEADER_BYTES, segment.file());
            } else {
                life.take(bytes, 0, segment.file());
            }
            end += bytes.length;
        }
        if (life != null) {
            life.finish();
        }
    }

    static String hex(long index) {
        return String.format(java.util.Locale.ROOT, "%08x", index);
    }

    /// One life of a WAL while it is replayed.
    private static final class Life {
        private final RandomAccessFile file;
        private final int pageBytes;
        private final ByteOrder order;
        private final int salt1;
        private final int salt2;
        private int sum1;
        private int sum2;
        private long pages = -1;

        Life(RandomAccessFile file, byte[] first, Path from) throws IOException {
            ByteBuffer header = ByteBuffer.wrap(first);
            int magic = first.length < HEADER_BYTES ? 0 : header.getInt(0);
            if ((magic & ~1) != 0x377F0682) {
                throw new DamageException(from + " does not begin a WAL");
            }
            this.file = file;
            this.order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            this.pageBytes = header.getInt(8);
            this.salt1 = header.getInt(16);
            this.salt2 = header.getInt(20);
            add(first, 0, 24);
            if (sum1 != header.getInt(24) || sum2 != header.getInt(28)) {
                throw new DamageException(from + " has a WAL header with a wrong checksum");
            }
        }

        private void add(byte[] bytes, int from, int length) {
            ByteBuffer words = ByteBuffer.wrap(bytes, from, length).order(order);
            while (words.hasRemaining()) {
                sum1 += words.getInt() + sum2;
                sum2 += words.getInt() + sum1;
            }
        }

        /// Takes the frames from `start` on. Pages go to the file at once: a segment that ends in the middle of a
        /// transaction is refused, so that none has to be taken back.
        void take(byte[] bytes, int start, Path from) throws IOException {
            int frameBytes = FRAME_HEADER_BYTES + pageBytes;
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            boolean isCommitted = true;
            for (int at = start; at < bytes.length; at += frameBytes) {
                if (bytes.length - at < frameBytes) {
                    throw new DamageException(from + " ends within a frame");
                }
                add(bytes, at, 8);
                add(bytes, at + FRAME_HEADER_BYTES, pageBytes);
                boolean isSound = buffer.getInt(at + 8) == salt1
                        && buffer.getInt(at + 12) == salt2
                        && buffer.getInt(at + 16) == sum1
                        && buffer.getInt(at + 20) == sum2;
                if (!isSound) {
                    throw new DamageException(from + " has a wrong frame at byte " + at);
                }
                write(Integer.toUnsignedLong(buffer.getInt(at)), bytes, at + FRAME_HEADER_BYTES);
                long size = Integer.toUnsignedLong(buffer.getInt(at + 4));
                isCommitted = size > 0;
                if (isCommitted) {
                    commit(size);
                }
            }
            if (!isCommitted) {
                throw new DamageException(from + " ends within a transaction");
            }
        }

        private void write(long page, byte[] bytes, int at) throws IOException {
            file.seek((page - 1) * pageBytes);
            file.write(bytes, at, pageBytes);
        }

        // Shrinking at each commit would lose pages that a later one counts on: only the last size of an index holds,
        // and what lies between is rewritten by whoever grows the file again.
        private void commit(long size) {
            pages = size;
        }

        void finish() throws IOException {
            if (pages >= 0) {
                file.setLength(pages * pageBytes);
            }
        }
    }
}
