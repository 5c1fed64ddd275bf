package dev.lifeboat.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The independent restorer that may lie beside the project, and the tools that it needs.
final class Shared {
    private Shared() {}

    static Optional<Path> restoreScript() {
        Path script = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "tools", "restore03.sh")
                .normalize();
        boolean canRun = Files.isExecutable(script) && Tool.isInstalled("lz4") && Tool.isInstalled("sqlite3");
        return canRun ? Optional.of(script) : Optional.empty();
    }
}
