package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares two database files byte for byte.
final class Pages {
    private Pages() {}

    static void requireSame(String what, Path found, Path expected) throws IOException {
        long at = Files.mismatch(found, expected);
        if (at >= 0) {
            throw new DamageException(what + ": differs from the independent replay at byte " + at + " (sizes "
                    + Files.size(found) + " and " + Files.size(expected) + ")");
        }
    }
}
