package dev.lifeboat.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Backups made by Litestream that may lie beside the project. A test that needs one skips by name where it is missing.
final class Archive {
    private Archive() {}

    /// The replica of that name, unpacked into `directory`, which is made.
    static Path unpack(String name, Path directory) throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data", name + ".tar")
                .normalize();
        assumeTrue(Files.exists(archive), () -> "../shared/data/" + name + ".tar is not there");
        Files.createDirectories(directory);
        Tool.run("tar", "-xpf", archive.toString(), "-C", directory.toString());
        return directory;
    }

    /// What lies at most `levels` below a directory, in the order of names.
    static List<Path> below(Path directory, int levels) throws IOException {
        try (Stream<Path> found = Files.walk(directory, levels)) {
            return found.filter(each -> !each.equals(directory)).sorted().toList();
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.move(from, to);
    }
}
