package dev.lifeboat.runbooks.local;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.Runs;
import dev.lifeboat.runbooks.control.ControlClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one run: over the socket while a worker lives, by looking at the files else.
final class Follower implements Runs.Following {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration WITHOUT_WORKER = Duration.ofMillis(500);

    private final Source source;
    private final Consumer<RunView> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<ControlClient.Subscription> subscription = Optional.empty();
    private Optional<RunView> last = Optional.empty();

    /// Where views come from.
    interface Source {
        RunView view(Optional<JsonObject> message) throws IOException;

        ControlClient client();
    }

    Follower(Source source, Consumer<RunView> listener) {
        this.source = source;
        this.listener = listener;
    }

    Follower start() {
        Thread.ofVirtual().name("follow-run").start(this::followUntilClosed);
        return this;
    }

    private void followUntilClosed() {
        try {
            do {
                deliver(source.view(Optional.empty()));
                listen();
            } while (!closed.await(WITHOUT_WORKER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the run cannot be followed any longer", e);
        }
    }

    /// Returns once there is no worker, or when closed.
    private void listen() throws IOException {
        Optional<ControlClient.Subscription> opened = subscribe();
        if (opened.isEmpty()) {
            return;
        }
        try (ControlClient.Subscription messages = opened.get()) {
            for (Optional<JsonObject> message = messages.next();
                    message.isPresent() && isOpen();
                    message = messages.next()) {
                deliver(source.view(message));
            }
        }
        if (isOpen()) {
            deliver(source.view(Optional.empty()));
        }
    }

    private Optional<ControlClient.Subscription> subscribe() {
        try {
            ControlClient.Subscription opened = source.client().subscribe();
            synchronized (this) {
                subscription = Optional.of(opened);
            }
            if (!isOpen()) {
                opened.close();
            }
            return Optional.of(opened);
        } catch (IOException e) {
            // Nobody listens: the worker is gone or about to begin.
            return Optional.empty();
        }
    }

    private void deliver(RunView view) {
        if (isOpen() && !last.equals(Optional.of(view))) {
            last = Optional.of(view);
            listener.accept(view);
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    @Override
    public void close() {
        closed.countDown();
        Optional<ControlClient.Subscription> open;
        synchronized (this) {
            open = subscription;
        }
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            LOG.debug("closing a subscription", e);
        }
    }
}
