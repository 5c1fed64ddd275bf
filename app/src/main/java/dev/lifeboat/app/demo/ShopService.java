package dev.lifeboat.app.demo;

import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The shop as something that can be stopped and started: what the `command` service of the sandbox calls.
public final class ShopService {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Sandbox sandbox;
    private final List<String> shopCommand;
    private final Stage.Starter starter;
    private final Clock clock;

    /// `shopCommand` starts the shop's process.
    public ShopService(Sandbox sandbox, List<String> shopCommand, Stage.Starter starter, Clock clock) {
        this.sandbox = sandbox;
        this.shopCommand = List.copyOf(shopCommand);
        this.starter = starter;
        this.clock = clock;
    }

    public boolean isRunning() throws IOException {
        return process().isPresent();
    }

    /// Returns once the shop has opened. Starting what runs is no error.
    public void start() throws IOException {
        if (isRunning()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(shopCommand)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(sandbox.writerLog().toFile()));
        Process child = starter.start(builder);
        Patience.of(clock, START_LIMIT).until("the shop did not open; see " + sandbox.writerLog(), () -> {
            if (!child.isAlive()) {
                throw new IOException("the shop ended with " + child.exitValue() + "; see " + sandbox.writerLog());
            }
            return process().filter(running -> running.pid() == child.pid()).isPresent();
        });
    }

    /// Returns when the process is gone.
    public void stop() throws IOException {
        Optional<ProcessHandle> process = process();
        if (process.isPresent() && !endsAfter(process.get(), process.get().destroy())) {
            endsAfter(process.get(), process.get().destroyForcibly());
        }
    }

    /// Whether an order was promised since the shop was opened last.
    public boolean isHealthy() throws IOException {
        Optional<ProcessFile> running = ProcessFile.read(sandbox.writerPid());
        Optional<Ledger.Entry> newest = Ledger.newest(sandbox.ledger());
        return isRunning()
                && newest.isPresent()
                && newest.get().at().isAfter(running.orElseThrow().startedAt());
    }

    private Optional<ProcessHandle> process() throws IOException {
        return ProcessFile.read(sandbox.writerPid()).flatMap(ProcessFile::alive);
    }

    private static boolean endsAfter(ProcessHandle process, boolean asked) throws IOException {
        try {
            process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return asked;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException("cannot wait for process " + process.pid(), e);
        }
    }
}
