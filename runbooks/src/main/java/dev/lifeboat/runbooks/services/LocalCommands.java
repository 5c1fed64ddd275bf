package dev.lifeboat.runbooks.services;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Programs of this host.
public final class LocalCommands implements Commands {
    /// A list of containers fits, a program gone mad does not fill the heap (SE-14).
    private static final int OUTPUT_BYTES = 1 << 20;
    /// A child that outlives its parent may hold the pipe open; what has arrived by then is the answer.
    private static final Duration AFTER_THE_END = Duration.ofSeconds(2);

    @Override
    public Result run(List<String> arguments, Duration deadline) {
        Process process;
        try {
            process = new ProcessBuilder(arguments)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
        } catch (IOException e) {
            return new Result.NotStarted(String.valueOf(e.getMessage()));
        }
        Drain output = Drain.of(process.getInputStream());
        Drain error = Drain.of(process.getErrorStream());
        if (!ended(process, deadline)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Result.TimedOut(deadline);
        }
        return new Result.Ended(process.exitValue(), output.text(), error.text());
    }

    private static boolean ended(Process process, Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Reads to the end so that the program never waits for us, and keeps the beginning.
    private static final class Drain {
        private final StringBuffer kept = new StringBuffer();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        static Drain of(InputStream stream) {
            Drain drain = new Drain();
            Thread.ofVirtual().start(() -> drain.read(stream));
            return drain;
        }

        private void read(InputStream stream) {
            byte[] buffer = new byte[8192];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    if (kept.length() < OUTPUT_BYTES) {
                        kept.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                // The pipe broke: what has arrived is the answer.
            } finally {
                done.complete(null);
            }
        }

        String text() {
            done.completeOnTimeout(null, AFTER_THE_END.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return kept.toString();
        }
    }
}
