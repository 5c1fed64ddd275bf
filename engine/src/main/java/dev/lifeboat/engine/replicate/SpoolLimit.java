package dev.lifeboat.engine.replicate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much may wait in the spool (OB-9). Once it was reached, capturing begins again when half of it is free.
final class SpoolLimit {
    private static final long STANDARD_BYTES = 4L << 30;

    private final Path directory;
    private final long wantedBytes;
    private boolean isFull;

    /// `wantedBytes` 0 is the standard.
    SpoolLimit(Path directory, long wantedBytes) {
        this.directory = directory;
        this.wantedBytes = wantedBytes;
    }

    boolean isReached(long spoolBytes) {
        isFull = spoolBytes > 0 && spoolBytes >= bytes(spoolBytes);
        return isFull;
    }

    boolean isStillFull(long spoolBytes) {
        isFull &= spoolBytes > 0 && spoolBytes >= bytes(spoolBytes) / 2;
        return isFull;
    }

    String sentence(long spoolBytes) {
        return "the spool holds " + spoolBytes + " bytes that not every store has, its limit is " + bytes(spoolBytes)
                + ": nothing is captured before the stores have caught up, and the application goes on unprotected";
    }

    private long bytes(long spoolBytes) {
        if (wantedBytes > 0) {
            return wantedBytes;
        }
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            // Half of what would be free without the spool.
            return Math.min(STANDARD_BYTES, (free + spoolBytes) / 2);
        } catch (IOException e) {
            return STANDARD_BYTES;
        }
    }
}
