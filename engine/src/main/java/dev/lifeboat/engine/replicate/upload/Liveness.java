package dev.lifeboat.engine.replicate.upload;

import java.time.Instant;

/// Whether a process of this host is still the one that called itself a writer at `since`.
@FunctionalInterface
public interface Liveness {
    boolean isAlive(long pid, Instant since);

    /// Asks the operating system. A process that began after `since` has only inherited the number.
    static Liveness ofProcesses() {
        return (pid, since) -> ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(since))
                        .orElse(true))
                .isPresent();
    }
}
