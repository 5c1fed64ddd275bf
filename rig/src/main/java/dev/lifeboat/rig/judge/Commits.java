package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// How many transactions an object has.
public final class Commits {
    private static final int FRAME_HEADER_BYTES = 24;

    private Commits() {}

    /// Commit frames in the segment `object` of a database with pages of `pageBytes`.
    public static int in(Path object, int pageBytes) throws IOException {
        boolean beginsLife = object.getFileName().toString().contains("_00000000.");
        byte[] frame = new byte[FRAME_HEADER_BYTES + pageBytes];
        ByteBuffer header = ByteBuffer.wrap(frame);
        int commits = 0;
        try (InputStream in = Frames.open(object)) {
            in.skipNBytes(beginsLife ? WalLife.HEADER_BYTES : 0);
            while (in.readNBytes(frame, 0, frame.length) == frame.length) {
                commits += header.getInt(4) == 0 ? 0 : 1;
            }
        }
        return commits;
    }
}
