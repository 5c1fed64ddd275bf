package dev.lifeboat.bench.restore;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Stands before a server and holds each request back, as distance does. Counts the requests. For requests without
/// bodies over connections that are not pipelined: each arrives in one piece.
final class DelayingProxy implements Closeable {
    private static final Pattern REQUEST = Pattern.compile("(?s)(GET|HEAD|PUT|POST|DELETE) .*");
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listening;
    private final int target;
    private final Duration delay;
    private final AtomicLong requests = new AtomicLong();

    private DelayingProxy(ServerSocket listening, int target, Duration delay) {
        this.listening = listening;
        this.target = target;
        this.delay = delay;
    }

    /// Before the server on the local port `target`.
    static DelayingProxy start(int target, Duration delay) throws IOException {
        DelayingProxy proxy =
                new DelayingProxy(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), target, delay);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    long requests() {
        return requests.get();
    }

    void forget() {
        requests.set(0);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that has gone already.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread answers = Thread.ofVirtual().start(() -> copy(server, client, false));
            copy(client, server, true);
            server.shutdownOutput();
            answers.join();
        } catch (IOException e) {
            // One of them has hung up: so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(Socket from, Socket to, boolean held) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                if (held
                        && REQUEST.matcher(new String(buffer, 0, got, StandardCharsets.ISO_8859_1))
                                .matches()) {
                    requests.incrementAndGet();
                    hold();
                }
                out.write(buffer, 0, got);
            }
        } catch (IOException e) {
            // Hung up.
        }
    }

    private void hold() {
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
