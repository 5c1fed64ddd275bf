package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// How many transactions an object has.
public final class Commits {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private Commits() {}

    /// Commit frames in the segment `object` of a database with pages of `pageBytes`.
    public static int in(Path object, int pageBytes) throws IOException {
        boolean beginsLife = object.getFileName().toString().contains("_00000000.");
        ByteBuffer bytes = ByteBuffer.wrap(Frames.read(object));
        int commits = 0;
        int frameBytes = FRAME_HEADER_BYTES + pageBytes;
        for (int at = beginsLife ? HEADER_BYTES : 0; at + frameBytes <= bytes.limit(); at += frameBytes) {
            commits += bytes.getInt(at + 4) == 0 ? 0 : 1;
        }
        return commits;
    }
}
