package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.store.ObjectStore.Body;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What becomes one segment: the WAL bytes from `start`, in the first of `chunks` or at its beginning, to the
/// end of the last. `commitTime` is that of the last commit inside.
record Cut(Position start, List<Chunk> chunks, Instant commitTime) {
    /// Joining chunks takes as much of a processor as capturing them, so what is large already is sent as it lies in
    /// the
    /// spool. An application that writes so much in a second makes some requests more.
    private static final long ALONE_BYTES = 16L << 20;

    /// With more waiting than this the requests are what takes the time, and all are joined.
    private static final int MOST_ALONE = 6;

    Cut {
        chunks = List.copyOf(chunks);
        Chunk first = chunks.getFirst();
        if (first.start().compareTo(start) > 0 || first.end().compareTo(start) <= 0) {
            throw new IllegalArgumentException(start + " is not in the chunk from " + first.start());
        }
    }

    /// As many of `waiting` as belong to the index of the first and fit `limitBytes`; at least the first.
    static Cut next(Position start, Collection<Timed> waiting, long limitBytes) {
        boolean mayBeAlone = waiting.size() <= MOST_ALONE;
        List<Chunk> taken = new ArrayList<>();
        Instant commitTime = Instant.MIN;
        boolean isFull = false;
        for (Timed each : waiting) {
            Chunk chunk = each.chunk();
            boolean fits = chunk.end().index() == start.index() && chunk.end().offset() - start.offset() <= limitBytes;
            boolean isAlone = mayBeAlone && chunk.walBytes() >= ALONE_BYTES;
            if (isFull || !taken.isEmpty() && (isAlone || !fits)) {
                break;
            }
            taken.add(chunk);
            commitTime = each.commitTime();
            isFull = isAlone;
        }
        return new Cut(start, taken, commitTime);
    }

    /// A chunk with the commit time that its segment says: never before that of the chunk in front of it.
    record Timed(Chunk chunk, Instant commitTime) {}

    Position end() {
        return chunks.getLast().end();
    }

    long walBytes() {
        return end().offset() - start.offset();
    }

    /// A chunk that is a segment by itself is sent as it lies in the spool; everything else is packed while it
    /// is read.
    Body packed(BooleanSupplier goOn) {
        boolean asItIs = chunks.size() == 1 && chunks.getFirst().start().equals(start);
        return asItIs ? () -> checked(goOn, chunks.getFirst(), Chunk::openPacked) : GenerationsWriter.packed(raw(goOn));
    }

    /// The WAL bytes.
    Body raw(BooleanSupplier goOn) {
        return () -> new Joined(goOn);
    }

    @FunctionalInterface
    private interface Opening {
        InputStream open(Chunk chunk) throws IOException;
    }

    private static InputStream checked(BooleanSupplier goOn, Chunk chunk, Opening opening) throws IOException {
        InputStream in = LocalReadException.opening(() -> opening.open(chunk), "chunk " + chunk.file());
        return new SpoolInputStream(in, chunk.file(), goOn);
    }

    /// One chunk after the other, one open at a time.
    private final class Joined extends InputStream {
        private final BooleanSupplier goOn;
        private InputStream in = InputStream.nullInputStream();
        private int opened;

        Joined(BooleanSupplier goOn) {
            this.goOn = goOn;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int got = in.read(bytes, from, length);
            while (got < 0 && opened < chunks.size()) {
                in.close();
                in = checked(goOn, chunks.get(opened), Chunk::open);
                if (opened == 0) {
                    in.skipNBytes(start.offset() - chunks.getFirst().start().offset());
                }
                opened++;
                got = in.read(bytes, from, length);
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
