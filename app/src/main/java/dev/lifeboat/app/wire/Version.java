package dev.lifeboat.app.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The version of this build, as the build wrote it down.
public record Version(String text) {
    public static Version ofThisBuild() {
        try (InputStream in = Version.class.getResourceAsStream("/dev/lifeboat/app/version.txt")) {
            return new Version(new String(
                            Objects.requireNonNull(in, "version.txt is missing from the build")
                                    .readAllBytes(),
                            StandardCharsets.UTF_8)
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
