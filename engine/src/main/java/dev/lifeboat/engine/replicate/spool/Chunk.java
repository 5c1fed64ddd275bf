package dev.lifeboat.engine.replicate.spool;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.lz4.Lz4FrameInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// WAL bytes `[start, end)` of one index, in whole transactions, packed in `file` as one LZ4 frame on stable storage.
/// Chunks of an index tile; the first one begins with the WAL header.
public record Chunk(Position start, Position end, Path file, long packedBytes, Instant committedAt) {
    private static final int BUFFER_BYTES = 1 << 16;

    public Chunk {
        if (!start.generation().equals(end.generation())
                || start.index() != end.index()
                || start.offset() >= end.offset()) {
            throw new IllegalArgumentException("not a stretch of one WAL: " + start + " to " + end);
        }
    }

    /// WAL bytes, unpacked.
    public long walBytes() {
        return end.offset() - start.offset();
    }

    /// The LZ4 frame as it is uploaded where a chunk becomes a segment by itself.
    public InputStream openPacked() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    /// Whether its file can be read to the end and holds as many WAL bytes as its name says.
    boolean isWhole() {
        try (InputStream in = open()) {
            return in.transferTo(OutputStream.nullOutputStream()) == walBytes();
        } catch (IOException e) {
            return false;
        }
    }

    /// The WAL bytes.
    public InputStream open() throws IOException {
        return new Lz4FrameInputStream(openPacked());
    }
}
