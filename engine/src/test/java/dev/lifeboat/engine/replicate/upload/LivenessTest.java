package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LivenessTest {
    private final Liveness liveness = Liveness.ofProcesses();

    @Test
    void aProcessIsAliveSinceItsStartOnly() {
        ProcessHandle self = ProcessHandle.current();
        assertThat(liveness.isAlive(self.pid(), Instant.now())).isTrue();
        assertThat(liveness.isAlive(
                        self.pid(), self.info().startInstant().orElseThrow().minusSeconds(60)))
                .as("whoever said so had the number before it")
                .isFalse();
    }

    /// An orphan in a container whose first process never asks for the end of its children.
    @Test
    @Timeout(20)
    void aProcessThatHasEndedAndIsNotReapedIsNotAlive() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            long pid = Long.parseLong(parent.inputReader().readLine());
            await(parent.pid(), "(sleep)");
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await(pid, ") Z ");
            assertThat(ProcessHandle.of(pid)).as("it still has its number").isPresent();
            assertThat(liveness.isAlive(pid, Instant.now())).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void await(long pid, String stat) throws IOException {
        while (!Files.readString(Path.of("/proc/" + pid + "/stat")).contains(stat)) {
            Thread.onSpinWait();
        }
    }
}
