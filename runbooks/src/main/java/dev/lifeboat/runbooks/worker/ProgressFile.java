package dev.lifeboat.runbooks.worker;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces `progress.json` every two seconds: a convenience for whoever cannot reach the socket, never trusted.
final class ProgressFile {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressFile.class);
    private static final int PERIOD_SECONDS = 2;

    private final Path file;
    private final Supplier<JsonObject> source;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private String written = "";

    ProgressFile(Path file, Supplier<JsonObject> source) {
        this.file = file;
        this.source = source;
    }

    void start() {
        Thread.ofPlatform().name("progress-file").daemon(true).start(this::writeUntilStopped);
    }

    void stop() {
        stopped.countDown();
    }

    private void writeUntilStopped() {
        try {
            do {
                write(source.get().toString());
            } while (!stopped.await(PERIOD_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String text) {
        if (text.equals(written)) {
            return;
        }
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            written = text;
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }
}
