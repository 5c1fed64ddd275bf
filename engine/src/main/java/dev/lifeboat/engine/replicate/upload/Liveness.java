package dev.lifeboat.engine.replicate.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Whether a process of this host is still the one that called itself a writer at `since`.
@FunctionalInterface
public interface Liveness {
    boolean isAlive(long pid, Instant since);

    /// Asks the operating system. A process that began after `since` has only inherited the number, and one that has
    /// ended keeps it until its parent asks: where nothing reaps orphans, as in many containers, for ever.
    static Liveness ofProcesses() {
        return (pid, since) -> ProcessHandle.of(pid)
                .filter(process -> process.isAlive() && !hasEnded(pid))
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(since))
                        .orElse(true))
                .isPresent();
    }

    private static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The state stands behind the name, which may hold anything.
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }
}
