package dev.lifeboat.engine.replicate.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.replicate.control.ControlHandler.Answer;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Listens in a meta directory and answers one request a connection.
///
/// Its threads are its own: they hand requests to the handler and touch no file of the database, so closing their
/// channels under them is safe (LK-7).
public final class ControlServer implements Closeable {
    /// A request is a short word in JSON; whoever sends more is not one of us.
    private static final int MAX_REQUEST_CHARS = 4096;

    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final Path socket;
    private final ServerSocketChannel channel;
    private final ControlHandler handler;

    private ControlServer(Path socket, ServerSocketChannel channel, ControlHandler handler) {
        this.socket = socket;
        this.channel = channel;
        this.handler = handler;
    }

    /// The caller holds the lock of `metaDirectory`.
    public static ControlServer start(Path metaDirectory, ControlHandler handler) throws IOException {
        Path socket = metaDirectory.resolve(ControlSocket.NAME);
        ControlServer server = new ControlServer(socket, ControlSocket.bind(socket), handler);
        Thread.ofVirtual().name("control").start(server::acceptUntilClosed);
        return server;
    }

    private void acceptUntilClosed() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (IOException e) {
                // Closed under us, which is how this thread ends; a client that was gone before we took it; or no
                // descriptor is left, and asking again at once would only burn the processor.
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            char[] line = new char[MAX_REQUEST_CHARS];
            int length = readLine(new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)), line);
            if (length > 0) {
                String answer = ControlJson.answer(handle(new String(line, 0, length))) + "\n";
                ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        } catch (IOException e) {
            // The client went away: there is nobody left to tell.
            return;
        }
    }

    private static int readLine(BufferedReader reader, char[] line) throws IOException {
        int length = 0;
        for (int c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
            if (length == line.length) {
                return 0;
            }
            line[length++] = (char) c;
        }
        return length;
    }

    private Answer handle(String line) {
        return parse(line).map(handler::handle).orElseGet(() -> unknown(line));
    }

    private static Optional<ControlRequest> parse(String line) {
        try {
            return new JsonStreamParser(line).next() instanceof JsonObject object
                            && object.get("request") instanceof JsonPrimitive id
                    ? ControlRequest.parse(id.getAsString())
                    : Optional.empty();
        } catch (JsonParseException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static Answer unknown(String line) {
        return new Answer.Failed(Problem.of(ProblemCode.USAGE, "the replicator does not know the request " + line));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }
}
