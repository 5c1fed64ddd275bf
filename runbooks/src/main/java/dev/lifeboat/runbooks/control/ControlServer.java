package dev.lifeboat.runbooks.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.replicate.control.ControlSocket;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.json.ProblemJson;
import dev.lifeboat.runbooks.json.QuestionJson;
import dev.lifeboat.runbooks.run.Event;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Listens in the directory of a run. A connection asks one thing and is answered, or subscribes and is told of
/// every change until it goes away.
///
/// A subscriber is told *that* something changed, with the newest progress: the journal itself is a file that it
/// reads. So one that cannot keep up skips states and never holds up the worker.
public final class ControlServer implements Closeable {
    private static final int MAX_REQUEST_CHARS = 16 * 1024;

    private final Path socket;
    private final ServerSocketChannel channel;
    private final WorkerPort worker;
    private final AtomicInteger watching = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long version;
    private boolean closed;

    private ControlServer(Path socket, ServerSocketChannel channel, WorkerPort worker) {
        this.socket = socket;
        this.channel = channel;
        this.worker = worker;
    }

    /// The caller holds the lock of the run.
    public static ControlServer start(Path runDirectory, WorkerPort worker) throws IOException {
        Path socket = runDirectory.resolve(ControlSocket.NAME);
        ControlServer server = new ControlServer(socket, ControlSocket.bind(socket), worker);
        Thread.ofVirtual().name("control").start(server::acceptUntilClosed);
        return server;
    }

    /// Tells every subscriber.
    public void changed() {
        lock.lock();
        try {
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptUntilClosed() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (IOException e) {
                // Closed under us, which is how this thread ends, or a client that was gone before we took it.
                continue;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            JsonObject request = Json.parse(readLine(client));
            if (Json.text(request, "do").equals("subscribe")) {
                publish(client);
            } else {
                send(client, reply(request));
            }
        } catch (JsonParseException | IOException e) {
            // Not one of ours, or gone: there is nobody to tell.
            return;
        }
    }

    private static String readLine(SocketChannel client) throws IOException {
        BufferedReader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() == MAX_REQUEST_CHARS) {
                throw new IOException("request too long");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private JsonObject reply(JsonObject request) {
        String what = Json.text(request, "do");
        Optional<Problem> refused = switch (what) {
            case "answer" -> worker.answer(QuestionJson.answer(Json.object(request, "answer")));
            case "order" ->
                worker.order(
                        new Event.Order(Json.text(request, "what"), QuestionJson.actor(Json.object(request, "who"))));
            default -> Optional.of(Problem.of(ProblemCode.USAGE, "the worker does not know: " + what));
        };
        JsonObject reply = new JsonObject();
        refused.ifPresent(problem -> reply.add("problem", ProblemJson.write(problem)));
        return reply;
    }

    private void publish(SocketChannel client) throws IOException {
        watching.incrementAndGet();
        Thread.ofVirtual().name("control-goodbye").start(() -> closeWhenGone(client));
        changed();
        try {
            long sent = -1;
            for (long next = awaitAfter(sent); next >= 0; next = awaitAfter(sent)) {
                JsonObject message = new JsonObject();
                message.addProperty("watching", watching.get());
                message.add("progress", worker.progress());
                send(client, message);
                sent = next;
            }
        } finally {
            watching.decrementAndGet();
            changed();
        }
    }

    /// A subscriber says nothing more: what can be read next is its end.
    private void closeWhenGone(SocketChannel client) {
        try (client) {
            while (client.read(ByteBuffer.allocate(64)) >= 0) {
                continue;
            }
        } catch (IOException e) {
            // Reset or closed by us: gone all the same.
        }
        changed();
    }

    /// The newest version once it differs from `sent`, or -1 at the end.
    private long awaitAfter(long sent) {
        lock.lock();
        try {
            while (version == sent && !closed) {
                changed.awaitUninterruptibly();
            }
            return version == sent ? -1 : version;
        } finally {
            lock.unlock();
        }
    }

    private static void send(SocketChannel client, JsonObject message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.line(message) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        channel.close();
        Files.deleteIfExists(socket);
    }
}
