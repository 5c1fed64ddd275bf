package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image on a bare host: no Java, a home that cannot be written, any working directory (product.md 2, promise 6).
class ImageIT {
    @TempDir
    Path scratch;

    @Test
    void startsWithoutJavaOnThePathFromAnyDirectory() throws Exception {
        Image.Ended ended = Image.packaged(scratch).run(Path.of("/proc"), "--version");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("lifeboat ");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void startsThroughALinkOfALink() throws Exception {
        Image image = Image.packaged(scratch);
        Path direct = Files.createSymbolicLink(scratch.resolve("direct"), image.launcher());
        Path relative = Files.createSymbolicLink(scratch.resolve("relative"), direct.getFileName());
        assertThat(image.startedAs(relative).run("--version").status()).isZero();
    }

    @Test
    void aMistypedCommandEndsWith2AndNamesTheNearest() throws Exception {
        Image.Ended ended = Image.packaged(scratch).run("restor");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("restore");
    }
}
