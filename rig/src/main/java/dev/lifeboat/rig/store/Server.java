package dev.lifeboat.rig.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Accepts connections on the loopback address and lets each request meet the faults that are on.
///
/// `/-/faults` takes a [Faults] text by POST, `/-/counts` tells the requests by kind and forgets them on DELETE,
/// `/-/uploads` tells the multipart uploads that are open.
final class Server {
    private final ServerSocket socket;
    private final Service service;
    private final Multiparts multiparts;
    private final Counts counts = new Counts();
    private final AtomicLong number = new AtomicLong();
    private volatile Faults faults;

    Server(int port, Service service, Multiparts multiparts, Faults faults) throws IOException {
        this.socket = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.service = service;
        this.multiparts = multiparts;
        this.faults = faults;
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Until the process ends.
    void run() throws IOException {
        while (true) {
            Socket connection = socket.accept();
            Thread.ofVirtual().start(() -> serve(connection));
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            Faults now = faults;
            BufferedInputStream in = new BufferedInputStream(
                    new ThrottledInput(connection.getInputStream(), () -> faults.bytesPerSecond()));
            BufferedOutputStream out = new BufferedOutputStream(connection.getOutputStream(), 32_768);
            Wire wire = new Wire(connection, out, now);
            Optional<Request> request = next(in, out);
            while (request.isPresent() && answer(request.get(), wire.with(faults))) {
                request = next(in, out);
            }
        } catch (IOException | UncheckedIOException e) {
            // The other side went away, or was sent away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Request> next(BufferedInputStream in, OutputStream out) throws IOException {
        return Request.read(in, () -> {
            try {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// Whether the connection goes on.
    private boolean answer(Request request, Wire wire) throws IOException, InterruptedException {
        if (request.bucket().equals("-")) {
            return wire.send(request, control(request), 0);
        }
        Faults now = wire.faults();
        long mine = number.incrementAndGet();
        counts.add(request.kind());
        if (now.isAway() || now.befalls("reset", now.resetPermille(), mine)) {
            return wire.reset();
        }
        if (now.isBlackHole()) {
            return wire.holdUntilClosed(request);
        }
        wire.delay(mine);
        boolean isLost = now.befalls("lost", now.lostPermille(), mine);
        Answer answer = refused(now, mine).orElse(null);
        if (answer == null) {
            answer = served(request, now, mine, isLost);
        }
        Service.drain(request.body());
        return isLost ? wire.reset() : wire.send(request, answer, mine);
    }

    private Answer served(Request request, Faults now, long mine, boolean isLost) throws IOException {
        try {
            return service.answer(request, now, mine, isLost);
        } catch (IllegalArgumentException e) {
            return Answer.error(400, "InvalidRequest");
        }
    }

    private static Optional<Answer> refused(Faults faults, long mine) {
        if (faults.isDenied()) {
            return Optional.of(Answer.error(403, "AccessDenied"));
        }
        return faults.befalls("error", faults.errorPermille(), mine)
                ? Optional.of(
                        Answer.error(faults.errorStatus(), faults.errorStatus() == 503 ? "SlowDown" : "InternalError"))
                : Optional.empty();
    }

    private Answer control(Request request) throws IOException {
        String text = Service.text(request.body());
        switch (request.key()) {
            case "faults" -> {
                faults = Faults.NONE.with(text);
                return Answer.of(204);
            }
            case "counts" -> {
                if (request.method().equals("DELETE")) {
                    counts.reset();
                }
                return plain(counts.text());
            }
            case "uploads" -> {
                StringBuilder open = new StringBuilder();
                multiparts.open().forEach(upload -> open.append(upload.key()).append('\n'));
                return plain(open.toString());
            }
            default -> {
                return Answer.error(404, "NoSuchKey");
            }
        }
    }

    private static Answer plain(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Answer(200, new java.util.LinkedHashMap<>(), bytes, Optional.empty(), 0, bytes.length);
    }
}
