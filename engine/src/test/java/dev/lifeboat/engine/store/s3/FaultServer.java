package dev.lifeboat.engine.store.s3;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A server that says exactly what a test tells it to, byte by byte: one script line for each request. It checks
/// nothing and is no S3.
final class FaultServer implements Closeable {
    private final ServerSocket listening;
    private final Deque<Line> script = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    record Request(String line, Map<String, String> headers, byte[] body) {
        String text() {
            return line + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    /// What happens to one request after it was read, or instead of reading it.
    @FunctionalInterface
    interface Line {
        void play(Exchange exchange) throws IOException;
    }

    final class Exchange {
        private final Socket socket;
        private final Request request;

        private Exchange(Socket socket, Request request) {
            this.socket = socket;
            this.request = request;
        }

        Request request() {
            return request;
        }

        OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        void say(String text) throws IOException {
            out().write(text.getBytes(StandardCharsets.ISO_8859_1));
            out().flush();
        }

        /// RST instead of FIN.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void hangUp() throws IOException {
            socket.close();
        }

        /// Nothing more, for as long as the server lives.
        void fallSilent() throws IOException {
            pause(TimeUnit.MINUTES.toMillis(1));
        }

        boolean pause(long millis) throws IOException {
            try {
                return !closed.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    FaultServer(Line... lines) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), lines);
    }

    FaultServer(ServerSocket listening, Line... lines) {
        this.listening = listening;
        script.addAll(List.of(lines));
        Thread.ofVirtual().start(this::accept);
    }

    static Line answer(int status, Map<String, String> headers, String body) {
        return exchange -> {
            StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
            headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
            if (!headers.containsKey("Content-Length")) {
                text.append("Content-Length: " + body.length() + "\r\n");
            }
            boolean isHead = exchange.request().line().startsWith("HEAD");
            exchange.say(text + "\r\n" + (isHead ? "" : body));
        };
    }

    static Line error(int status, String code) {
        return answer(status, Map.of(), "<Error><Code>" + code + "</Code><Message>so it is</Message></Error>");
    }

    static Line error(int status, String code, Map<String, String> headers) {
        return answer(status, headers, "<Error><Code>" + code + "</Code></Error>");
    }

    String endpoint() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (true) {
                Request request = read(in);
                Line line;
                synchronized (script) {
                    requests.add(request);
                    line = script.isEmpty() ? error(500, "ScriptIsOver") : script.removeFirst();
                }
                line.play(new Exchange(socket, request));
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (SocketException e) {
            // The client has gone.
        } catch (IOException e) {
            // So has it.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(line, headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("no more requests");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
