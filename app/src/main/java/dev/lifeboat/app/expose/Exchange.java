package dev.lifeboat.app.expose;

import dev.lifeboat.app.expose.Pages.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One request and its answer over a channel that never blocks. The connection ends with the answer.
final class Exchange {
    /// Our requests have no body, and no header matters.
    private static final int MAX_REQUEST_BYTES = 8192;

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,16}) (/[^ ?]*)(?:\\?[^ ]*)? HTTP/1\\.[01]");

    private final SocketChannel channel;
    private final long deadlineNanos;
    private final ByteBuffer request = ByteBuffer.allocate(MAX_REQUEST_BYTES);
    private Optional<ByteBuffer> answer = Optional.empty();

    /// `deadlineNanos` is by `System.nanoTime()`.
    Exchange(SocketChannel channel, long deadlineNanos) {
        this.channel = channel;
        this.deadlineNanos = deadlineNanos;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    boolean isAnswering() {
        return answer.isPresent();
    }

    /// Takes what has come; once the request is whole, `pages` is asked. False where the other side has gone.
    boolean read(Function<String, Page> pages) throws IOException {
        if (channel.read(request) < 0) {
            return false;
        }
        String text = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
        if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
            answer = Optional.of(answer(text.lines().findFirst().orElse(""), pages));
        } else if (!request.hasRemaining()) {
            answer = Optional.of(bytes(new Page(431, "text/plain", "too long\n"), true));
        }
        return true;
    }

    private static ByteBuffer answer(String line, Function<String, Page> pages) {
        Matcher request = REQUEST_LINE.matcher(line);
        if (!request.matches()) {
            return bytes(new Page(400, "text/plain", "not a request\n"), true);
        }
        return switch (request.group(1)) {
            case "GET" -> bytes(pages.apply(request.group(2)), true);
            case "HEAD" -> bytes(pages.apply(request.group(2)), false);
            default -> bytes(new Page(405, "text/plain", "GET only\n"), true);
        };
    }

    private static ByteBuffer bytes(Page page, boolean withBody) {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + page.code() + " " + reason(page.code()) + "\r\nContent-Type: " + page.type()
                + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(first.length + body.length).put(first);
        return (withBody ? all.put(body) : all).flip();
    }

    private static String reason(int code) {
        return switch (code) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            default -> "Error";
        };
    }

    /// True when all of it is written.
    boolean write() throws IOException {
        ByteBuffer bytes = answer.orElseThrow();
        channel.write(bytes);
        return !bytes.hasRemaining();
    }

    void finish() throws IOException {
        channel.shutdownOutput();
    }
}
