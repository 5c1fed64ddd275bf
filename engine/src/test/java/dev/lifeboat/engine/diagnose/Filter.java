package dev.lifeboat.engine.diagnose;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// Stands in front of a server and answers single requests in its place; everything else passes as it is, so that
/// signatures stay good. One request a connection.
final class Filter implements Closeable {
    private final ServerSocket listening;
    private final int behind;
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile Function<String, Optional<String>> rule = _ -> Optional.empty();

    Filter(int behind) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// `answer` gives an answer for the head of a request, or nothing to let it pass.
    void intercept(Function<String, Optional<String>> answer) {
        rule = answer;
    }

    /// Listings of a bucket are answered so.
    void onList(String answer) {
        intercept(head -> head.contains("list-type=2") || head.contains("?") && head.contains("prefix=")
                ? Optional.of(answer)
                : Optional.empty());
    }

    /// Requests for an object are answered so.
    void onGet(String answer) {
        intercept(head ->
                head.startsWith("GET ") && !head.lines().findFirst().orElse("").contains("?")
                        ? Optional.of(answer)
                        : Optional.empty());
    }

    static String error(int status, String code, String more, Map<String, String> headers) {
        return answer(
                status,
                "application/xml",
                "<Error><Code>" + code + "</Code><Message>so it is</Message>" + more + "</Error>",
                headers);
    }

    static String answer(int status, String type, String body, Map<String, String> headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        return text + "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n"
                + body;
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

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            // What is no HTTP, such as the beginning of TLS, is refused in plain words.
            Optional<String> answer =
                    head.isEmpty() ? Optional.of(answer(400, "text/plain", "", Map.of())) : rule.apply(head);
            if (answer.isPresent()) {
                client.getOutputStream().write(answer.get().getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                String once = head.replaceAll("(?im)^connection:.*\r\n", "")
                        .replaceFirst("\r\n", "\r\nConnection: close\r\n");
                server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
                server.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException e) {
            // Either side has gone.
        }
    }

    /// Only requests without a body come this way.
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.write(b);
            if (head.size() == 1 && !Character.isLetter(b)) {
                return "";
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
