package dev.lifeboat.engine.restore;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The golden replica of the 0.3 specification, section 8.1: written by Litestream v0.3.13, page size 512.
final class Golden {
    static final String GENERATION = "dad93abf9d1e86ef";

    /// When the snapshot was stored; each segment follows one minute after the object before it.
    static final Instant START = Instant.parse("2026-03-01T04:00:00Z");

    static final List<String> SEGMENTS = List.of(
            "00000000_00000000", "00000000_00000880", "00000000_00000a98", "00000001_00000000", "00000001_00000238");

    /// The hash of what is restored when only the first k segments exist.
    static final List<String> HASHES = List.of(
            "8d2bb466d808dd337acb678b73732b77fcdec6392d0f32c78ec35ca05894e95f",
            "8d2bb466d808dd337acb678b73732b77fcdec6392d0f32c78ec35ca05894e95f",
            "d78bd064aa9af3ec5dbd463d8a595c9099ebccf800d389fb03f331096654f15f",
            "57b3434409fc284a11ff5e7b698e9a548529e64f37e8a4dfcb12cc0508df0b0a",
            "3d6fcaf769deeee9fbfed645df4376cefa674b5f383fbc49302079ac409e0b9e",
            "bf17f7c33a710d8f3a88db14575541ad601b2fd506eb1e31d36606d33bfb057b");

    private Golden() {}

    static String snapshotKey() {
        return "generations/" + GENERATION + "/snapshots/00000000.snapshot.lz4";
    }

    static String segmentKey(int number) {
        return "generations/" + GENERATION + "/wal/" + SEGMENTS.get(number) + ".wal.lz4";
    }

    /// A copy of the replica with its first `segments` segments.
    static Path copy(Path into, int segments) throws IOException {
        place(into, snapshotKey(), START);
        for (int i = 0; i < segments; i++) {
            place(into, segmentKey(i), START.plusSeconds(60L * (i + 1)));
        }
        return into;
    }

    private static void place(Path into, String key, Instant time) throws IOException {
        Path target = into.resolve(key);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(source().resolve(key), target);
        Files.setLastModifiedTime(target, FileTime.from(time));
    }

    private static Path source() throws IOException {
        try {
            return Path.of(
                    Objects.requireNonNull(Golden.class.getResource("/golden")).toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
