package dev.lifeboat.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The documents and backups that may lie beside the project. A test that needs one skips by name where it is missing.
final class Shared {
    private Shared() {}

    static Path file(String name) {
        Path file = Path.of(System.getProperty("lifeboat.root"), "..", "shared", name);
        assumeTrue(Files.exists(file), () -> "../shared/" + name + " is not there");
        return file;
    }
}
