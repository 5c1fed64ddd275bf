package dev.lifeboat.app.command;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Stands in front of an S3 server and spoils what it answers to some requests for objects.
final class FaultyBucket implements Closeable {
    private final int behind;
    private final ServerSocket listening;
    private volatile Function<String, Optional<UnaryOperator<String>>> rule = _ -> Optional.empty();

    FaultyBucket(int behind) throws IOException {
        this.behind = behind;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// `fault` gives for the first line of a request what becomes of its answer, or nothing where that passes.
    void spoil(Function<String, Optional<UnaryOperator<String>>> fault) {
        rule = fault;
    }

    /// What a store answers instead.
    static UnaryOperator<String> error(int status, String code) {
        String body = "<Error><Code>" + code + "</Code><Message>so it is</Message></Error>";
        return _ -> "HTTP/1.1 " + status + " x\r\nContent-Type: application/xml\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    /// The connection ends in the middle of the body, and there is no entity tag.
    static String cutWithoutTag(String answer) {
        int body = answer.indexOf("\r\n\r\n") + 4;
        return answer.substring(0, body + (answer.length() - body) / 2).replaceFirst("(?im)^etag:.*\r\n", "");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            String head = head(client.getInputStream());
            String once =
                    head.replaceAll("(?im)^connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(server.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            String given = rule.apply(head.lines().findFirst().orElse(""))
                    .map(fault -> fault.apply(answer))
                    .orElse(answer);
            client.getOutputStream().write(given.getBytes(StandardCharsets.ISO_8859_1));
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
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
