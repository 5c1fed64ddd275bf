package dev.lifeboat.rig.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One connection from the side of the store: it can answer properly, late, cut short, or not at all.
record Wire(Socket socket, OutputStream out, Faults faults) {
    private static final int BUFFER_BYTES = 32_768;

    Wire with(Faults others) {
        return new Wire(socket, out, others);
    }

    /// The latency, all of it before the work: what the log notes is then told at once.
    void delay(long number) {
        long jitter = faults.jitterMillis() == 0
                ? 0
                : Math.floorMod(number * 0x9E3779B97F4A7C15L >>> 17, faults.jitterMillis());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(faults.latencyMillis() + jitter);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// The other side gets a reset instead of an answer. False: the connection does not go on.
    boolean reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    boolean holdUntilClosed(Request request) throws IOException {
        Service.drain(request.body());
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            // Whatever else comes is not answered either.
        }
        return false;
    }

    boolean send(Request request, Answer answer, long number) throws IOException {
        boolean isDownload = request.method().equals("GET") && answer.file().isPresent();
        boolean isTruncated = isDownload && faults.befalls("truncated", faults.truncatedPermille(), number);
        boolean isShort = isDownload && faults.befalls("short", faults.shortPermille(), number);
        long length = isShort ? answer.length() - Math.min(answer.length(), 7) : answer.length();
        head(answer, length);
        if (!request.method().equals("HEAD")) {
            body(answer, isTruncated ? length / 2 : length);
        }
        out.flush();
        return isTruncated
                ? reset()
                : !"close".equalsIgnoreCase(request.header("connection").orElse(""));
    }

    private void head(Answer answer, long length) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" -\r\n");
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        head.append("Date: ")
                .append(Service.HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
                .append("\r\n");
        head.append("Server: lifeboat-rig\r\nx-amz-request-id: rig\r\n");
        if (answer.status() != 204) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void body(Answer answer, long length) throws IOException {
        if (answer.file().isEmpty()) {
            out.write(answer.text(), 0, Math.toIntExact(Math.min(length, answer.text().length)));
            return;
        }
        Path file = answer.file().get();
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(answer.from());
            byte[] buffer = new byte[BUFFER_BYTES];
            long left = length;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException(file + " got shorter");
                }
                out.write(buffer, 0, count);
                ThrottledInput.pause(count, faults.bytesPerSecond());
                left -= count;
            }
        }
    }
}
