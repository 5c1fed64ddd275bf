package dev.lifeboat.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which process works, by number and start time: a number alone may belong to somebody else tomorrow.
record ProcessFile(long pid, Instant startedAt) {
    /// The system's clock of process starts ticks in hundredths.
    private static final Duration SAME = Duration.ofMillis(50);

    static ProcessFile ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessFile(self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, pid + " " + startedAt + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static Optional<ProcessFile> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ");
        return Optional.of(new ProcessFile(Long.parseLong(words[0]), Instant.parse(words[1])));
    }

    /// The process, while it is alive and still the same one.
    Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, startedAt).abs().compareTo(SAME) <= 0)
                        .orElse(false));
    }
}
