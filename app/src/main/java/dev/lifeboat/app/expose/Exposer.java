package dev.lifeboat.app.expose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers HTTP on one address with one thread, which never waits for a client: who is slow costs a buffer until its
/// deadline, and no more than [#MAX_CLIENTS] are served at a time.
///
/// The JDK's own server would do, with a pool of threads and a module more; what is asked here is one line.
public final class Exposer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Exposer.class);

    /// A scraper, a few probes, a person. Beyond it connections wait in the kernel's queue, which is bounded too.
    private static final int MAX_CLIENTS = 32;

    private static final int BACKLOG = 16;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final long CHECK_MILLIS = 500;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Pages pages;
    private final Thread thread;
    private volatile boolean closed;

    private Exposer(ServerSocketChannel server, Selector selector, Pages pages) {
        this.server = server;
        this.selector = selector;
        this.pages = pages;
        this.thread = Thread.ofPlatform().name("expose").daemon().unstarted(this::run);
    }

    /// Throws [ProblemException] where the address cannot be had.
    public static Exposer start(String address, Pages pages) {
        BindAddress bind = BindAddress.parse(address);
        InetSocketAddress at = bind.resolve();
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(at, BACKLOG);
                server.configureBlocking(false);
                Selector selector = Selector.open();
                server.register(selector, SelectionKey.OP_ACCEPT);
                Exposer exposer = new Exposer(server, selector, pages);
                exposer.thread.start();
                LOG.info("metrics, health and status on http://{}", exposer.address());
                return exposer;
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.FAILED, "cannot listen on " + address + ": " + e.getMessage())
                            .withSafe("nothing was replicated yet"),
                    e);
        }
    }

    /// With the port that was given where 0 was asked for.
    public String address() throws IOException {
        InetSocketAddress local = (InetSocketAddress) server.getLocalAddress();
        String host = local.getAddress().isAnyLocalAddress()
                ? BindAddress.EVERY_ADDRESS
                : local.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + local.getPort();
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(hasClients() ? CHECK_MILLIS : 0);
                selector.selectedKeys().forEach(this::serve);
                selector.selectedKeys().clear();
                dropTheLate();
                takeMoreOrNot();
            } catch (IOException e) {
                LOG.error("metrics and health are no longer answered: {}", e.toString());
                return;
            }
        }
    }

    private boolean hasClients() {
        return selector.keys().size() > 1;
    }

    private void serve(SelectionKey key) {
        try {
            if (!key.isValid()) {
                return;
            }
            if (key.attachment() instanceof Exchange exchange) {
                goOn(key, exchange);
            } else {
                accept();
            }
        } catch (IOException e) {
            // The client went away: there is nobody left to tell.
            drop(key);
        } catch (RuntimeException e) {
            LOG.error("a request was not answered: a bug in Lifeboat", e);
            drop(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel client = server.accept();
        if (client != null) {
            client.configureBlocking(false);
            Exchange exchange = new Exchange(client, System.nanoTime() + DEADLINE.toNanos());
            client.register(selector, SelectionKey.OP_READ, exchange);
        }
    }

    private void goOn(SelectionKey key, Exchange exchange) throws IOException {
        if (!exchange.isAnswering() && !exchange.read(path -> pages.at(path))) {
            drop(key);
            return;
        }
        if (exchange.isAnswering()) {
            if (exchange.write()) {
                exchange.finish();
                drop(key);
            } else {
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }
    }

    private void dropTheLate() {
        long now = System.nanoTime();
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof Exchange exchange && exchange.isLate(now)) {
                drop(key);
            }
        }
    }

    private void takeMoreOrNot() {
        SelectionKey accepting = server.keyFor(selector);
        if (accepting != null && accepting.isValid()) {
            accepting.interestOps(selector.keys().size() > MAX_CLIENTS ? 0 : SelectionKey.OP_ACCEPT);
        }
    }

    private static void drop(SelectionKey key) {
        key.cancel();
        close(key.channel());
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }

    /// Ends with what is being answered now.
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.keys().forEach(key -> close(key.channel()));
        selector.close();
        server.close();
    }
}
