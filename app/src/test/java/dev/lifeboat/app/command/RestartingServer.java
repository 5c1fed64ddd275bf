package dev.lifeboat.app.command;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// A TCP relay in front of a server, which restarts once: at the first request at which `begins` is true every
/// connection is cut, and nobody listens for a time.
final class RestartingServer implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final int upstream;
    private final BooleanSupplier begins;
    private final Duration time;
    private final AtomicBoolean hasBegun = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;

    RestartingServer(int upstream, Duration time, BooleanSupplier begins) throws IOException {
        this.upstream = upstream;
        this.time = time;
        this.begins = begins;
        this.listener = listen(0);
        acceptFrom(listener);
    }

    int port() {
        return listener.getLocalPort();
    }

    boolean wasAway() {
        return hasBegun.get();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void acceptFrom(ServerSocket from) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!from.isClosed()) {
                    Socket client = from.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream);
                    sockets.add(client);
                    sockets.add(server);
                    pump(client, server, true);
                    pump(server, client, false);
                }
            } catch (IOException e) {
                cut();
            }
        });
    }

    private void pump(Socket from, Socket to, boolean isRequest) {
        Thread.ofPlatform().daemon().start(() -> {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (from;
                    to) {
                for (int got = from.getInputStream().read(buffer); got >= 0; ) {
                    if (isRequest && begins.getAsBoolean() && hasBegun.compareAndSet(false, true)) {
                        restart();
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, got);
                    got = from.getInputStream().read(buffer);
                }
            } catch (IOException | InterruptedException e) {
                // Cut: both ends are closed on the way out.
                return;
            }
        });
    }

    private void restart() throws IOException, InterruptedException {
        int port = port();
        listener.close();
        cut();
        if (!closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            listener = listen(port);
            acceptFrom(listener);
        }
    }

    private void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone already.
                continue;
            }
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        cut();
    }
}
