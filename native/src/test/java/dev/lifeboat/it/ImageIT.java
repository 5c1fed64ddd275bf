package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
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

    @Test
    void theClassArchiveOfTheBuildIsTakenWhereverTheImageLies() throws Exception {
        Path home = copied("-a");
        Image.Ended ended = archived(home);
        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).startsWith("lifeboat ");
    }

    /// A jar with other bytes has another time, so that no class comes from the archive of the one before.
    @Test
    void anArchiveOfOtherJarsIsRefusedAndTheProgramStartsAllTheSame() throws Exception {
        Path home = copied("-r");
        assertThat(archived(home).status()).as("with -Xshare:on").isNotZero();
        Image.Ended ended =
                Image.packaged(scratch).startedAs(home.resolve("bin/lifeboat")).run("--version");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("lifeboat ").hasLineCount(1);
        assertThat(ended.err()).isEmpty();
    }

    /// Of the image, with its times (`-a`) or without (`-r`).
    private Path copied(String how) throws Exception {
        Path home = Image.packaged(scratch).launcher().getParent().getParent();
        Path copy = scratch.resolve("copy");
        assertThat(Tool.run(scratch, "cp", how, home.toString(), copy.toString())
                        .status())
                .isZero();
        return copy;
    }

    /// The program on a runtime that would rather not start than do without the archive.
    private Image.Ended archived(Path home) throws Exception {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(home.resolve("lib"), "lifeboat-*.jsa")) {
            return Tool.run(
                    scratch,
                    home.resolve("runtime/bin/java").toString(),
                    "-Xshare:on",
                    "-XX:SharedArchiveFile=" + archives.iterator().next(),
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    home.resolve("lib/lifeboat.jar").toString(),
                    "dev.lifeboat.app.Main",
                    "--version");
        }
    }
}
