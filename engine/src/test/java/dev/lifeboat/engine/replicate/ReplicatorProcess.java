package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.replicate.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A replicator as a process that can be killed. Closing it kills it.
final class ReplicatorProcess implements AutoCloseable {
    private static final long LONGEST_WAIT_SECONDS = 30;

    private final Process process;
    private final ControlClient control;

    private ReplicatorProcess(Process process, ControlClient control) {
        this.process = process;
        this.control = control;
    }

    /// Starts it, below `wrapper` (strace and the like), and waits until it listens.
    static ReplicatorProcess start(Path database, Path root, String... wrapper) throws IOException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicatorMain.class.getName(),
                database.toString(),
                root.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            Optional<ControlClient> control = ControlClient.open(database);
            if (control.isPresent()) {
                return new ReplicatorProcess(process, control.get());
            }
            LockSupport.parkNanos(5_000_000);
        }
        process.destroyForcibly();
        throw new IllegalStateException("the replicator does not listen");
    }

    ControlClient control() {
        return control;
    }

    long pid() throws IOException {
        return control.status().pid();
    }

    /// kill -9.
    void kill() throws IOException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        await();
    }

    /// SIGTERM.
    void terminate() throws IOException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the replicator does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await();
    }
}
