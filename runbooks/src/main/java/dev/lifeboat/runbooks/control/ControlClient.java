package dev.lifeboat.runbooks.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlSocket;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.json.ProblemJson;
import dev.lifeboat.runbooks.json.QuestionJson;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the worker of a run. A call throws [ProblemException] where the worker refused, and `IOException` where none
/// listens or it went away.
public final class ControlClient {
    private final Path socket;

    public ControlClient(Path runDirectory) {
        this.socket = runDirectory.resolve(ControlSocket.NAME);
    }

    public void answer(Answer answer) throws IOException {
        JsonObject request = request("answer");
        request.add("answer", QuestionJson.write(answer));
        ask(request);
    }

    public void order(String what, Actor who) throws IOException {
        JsonObject request = request("order");
        request.addProperty("what", what);
        request.add("who", QuestionJson.write(who));
        ask(request);
    }

    public boolean isListening() {
        try (SocketChannel channel = ControlSocket.connect(socket)) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// Messages from now on. Closing it from another thread ends a `next` that waits.
    public Subscription subscribe() throws IOException {
        SocketChannel channel = ControlSocket.connect(socket);
        send(channel, request("subscribe"));
        return new Subscription(channel);
    }

    /// What a worker tells of its changes.
    public static final class Subscription implements Closeable {
        private final SocketChannel channel;
        private final BufferedReader reader;

        private Subscription(SocketChannel channel) {
            this.channel = channel;
            this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        }

        /// The next message, or nothing once the worker is gone.
        public Optional<JsonObject> next() {
            try {
                String line = reader.readLine();
                return line == null ? Optional.empty() : Optional.of(Json.parse(line));
            } catch (IOException | JsonParseException e) {
                return Optional.empty();
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static JsonObject request(String what) {
        JsonObject request = new JsonObject();
        request.addProperty("do", what);
        return request;
    }

    private void ask(JsonObject request) throws IOException {
        try (SocketChannel channel = ControlSocket.connect(socket)) {
            send(channel, request);
            String line = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new IOException("the worker went away before it answered");
            }
            JsonObject reply = Json.parse(line);
            if (reply.has("problem")) {
                throw new ProblemException(ProblemJson.read(Json.object(reply, "problem")));
            }
        }
    }

    private static void send(SocketChannel channel, JsonObject message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.line(message) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
