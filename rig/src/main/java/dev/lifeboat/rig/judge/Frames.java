package dev.lifeboat.rig.judge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jpountz.lz4.LZ4FrameInputStream;

/// Objects of the 0.3 layout, unpacked by the library's own reader of LZ4 frames and not by the engine's.
final class Frames {
    private Frames() {}

    static InputStream open(Path object) throws IOException {
        return new LZ4FrameInputStream(new BufferedInputStream(Files.newInputStream(object)));
    }
}
