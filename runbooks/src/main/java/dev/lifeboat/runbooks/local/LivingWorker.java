package dev.lifeboat.runbooks.local;

import dev.lifeboat.runbooks.control.ControlClient;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.worker.RunFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Talks to the worker of a run where there is one. A worker that begins does not listen yet, and one whose run is over
/// no longer answers: both are waited for, so that an order is neither lost nor given twice.
final class LivingWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final RunFolder folder;

    LivingWorker(RunFolder folder) {
        this.folder = folder;
    }

    interface Message {
        void to(ControlClient worker) throws IOException;
    }

    /// Whether a worker heard it; false once there is none.
    boolean heard(Message message) throws IOException {
        ControlClient client = new ControlClient(folder.directory());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (folder.isAlive()) {
            if (client.isListening() || System.nanoTime() > deadline) {
                return isHeardBy(client, message, deadline);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return false;
    }

    /// False where it went away instead of answering, and the journal has nothing that anybody said meanwhile.
    private boolean isHeardBy(ControlClient client, Message message, long deadline) throws IOException {
        long known = said();
        try {
            message.to(client);
            return true;
        } catch (IOException e) {
            while (folder.isAlive() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            if (folder.isAlive() || said() != known) {
                throw e;
            }
            return false;
        }
    }

    private long said() throws IOException {
        return folder.journal(folder.plan()).entries().stream()
                .filter(Entry.Answered.class::isInstance)
                .count();
    }
}
