package dev.lifeboat.rig.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP relay in front of a store that knows nothing of faults: the store goes away by what happens to connections.
///
/// Whoever connects to [#port] on the loopback address reaches the store while the link is `PASSING`. Changing the link
/// cuts every connection that the new one does not carry on. Safe for use by several threads.
public final class Relay implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;

    /// What becomes of connections.
    public enum Link {
        PASSING,
        /// Nobody listens: the kernel refuses, as for a server that was stopped. Attempts cannot be seen from here.
        REFUSED,
        /// Accepted and reset at once, as by a balancer without servers behind it.
        RESET,
        /// Accepted, read and never answered, the connections of before too: a black hole.
        SILENT
    }

    private final InetSocketAddress upstream;
    /// Bound and never listening: keeps the port for this relay while nobody listens there.
    private final Socket place;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicLong attempts = new AtomicLong();
    private ServerSocket listener;
    private volatile Link link = Link.PASSING;

    private Relay(InetSocketAddress upstream, Socket place, ServerSocket listener) {
        this.upstream = upstream;
        this.place = place;
        this.listener = listener;
    }

    /// Relays to `port` on the loopback address.
    public static Relay to(int port) throws IOException {
        Socket place = new Socket();
        place.setReuseAddress(true);
        place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Relay relay = new Relay(upstream, place, listen(place.getLocalPort()));
        relay.acceptFrom(relay.listener);
        return relay;
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return listener;
    }

    public int port() {
        return place.getLocalPort();
    }

    public synchronized void set(Link next) throws IOException {
        Link before = link;
        link = next;
        if (next == Link.REFUSED) {
            listener.close();
        } else if (before == Link.REFUSED) {
            listener = listen(port());
            acceptFrom(listener);
        }
        if (next != Link.SILENT) {
            lines.forEach(Line::cut);
        }
    }

    /// How often somebody tried to reach the store while it was away and this relay could see it: connections that
    /// were accepted, and older ones on which something was sent into the silence.
    public long attempts() {
        return attempts.get();
    }

    private void acceptFrom(ServerSocket from) {
        Thread.ofVirtual().start(() -> {
            while (!from.isClosed()) {
                try {
                    accepted(from.accept());
                } catch (IOException e) {
                    // Closed while it waited, or a caller that is gone already: the next one is waited for.
                }
            }
        });
    }

    private void accepted(Socket client) throws IOException {
        Link now = link;
        if (now != Link.PASSING) {
            attempts.incrementAndGet();
        }
        if (now == Link.REFUSED || now == Link.RESET) {
            reset(client);
            return;
        }
        Line line = new Line(client, new Socket());
        line.isCounted = now == Link.SILENT;
        lines.add(line);
        Thread.ofVirtual().start(() -> run(line));
    }

    private void run(Line line) {
        try {
            line.server.connect(upstream);
            Thread answers = Thread.ofVirtual().start(() -> pump(line, line.server, line.client));
            pump(line, line.client, line.server);
            answers.join();
        } catch (IOException e) {
            // The store itself is away: the caller learns it by the cut.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lines.remove(line);
            line.cut();
        }
    }

    private void pump(Line line, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int got = from.getInputStream().read(buffer); got >= 0; ) {
                if (link == Link.PASSING && !line.isDeaf) {
                    to.getOutputStream().write(buffer, 0, got);
                } else {
                    swallow(line, from == line.client);
                }
                got = from.getInputStream().read(buffer);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            line.cut();
        }
    }

    // What lost a part once is of no use any more: when the silence is over it is cut.
    private void swallow(Line line, boolean isRequest) {
        line.isDeaf = true;
        if (isRequest && !line.isCounted && link == Link.SILENT) {
            line.isCounted = true;
            attempts.incrementAndGet();
        }
        if (link != Link.SILENT) {
            line.cut();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        lines.forEach(Line::cut);
        place.close();
    }

    /// One caller and its connection to the store.
    private static final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean isCounted;
        private volatile boolean isDeaf;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut() {
            reset(client);
            reset(server);
        }
    }
}
