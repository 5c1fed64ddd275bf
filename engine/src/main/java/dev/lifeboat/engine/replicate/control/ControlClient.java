package dev.lifeboat.engine.replicate.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.DatabasePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Asks the replicator of one database. Every call is a connection of its own, so a client holds nothing open.
///
/// A call throws [ProblemException] where the replicator answered that it cannot, and `IOException` where it went away
/// in the middle.
public final class ControlClient {
    private final Path socket;

    private ControlClient(Path socket) {
        this.socket = socket;
    }

    /// A client where a replicator listens for `database`, else nothing. The database itself is not touched.
    public static Optional<ControlClient> open(Path database) throws IOException {
        try {
            ControlClient client = new ControlClient(
                    DatabasePath.resolve(database).metaDirectory().resolve(ControlSocket.NAME));
            return client.isListening() ? Optional.of(client) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private boolean isListening() {
        try (SocketChannel channel = ControlSocket.connect(socket)) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public ReplicatorStatus status() throws IOException {
        return ask(ControlRequest.STATUS);
    }

    /// Returns when everything committed before the call is in every store.
    public ReplicatorStatus sync() throws IOException {
        return ask(ControlRequest.SYNC);
    }

    /// Makes the replicator let go of the database by ST-1: afterwards it has nothing open there and the file set is
    /// as it was, byte for byte. What had not reached every store yet is still in the WAL; the status says.
    public ReplicatorStatus release() throws IOException {
        return ask(ControlRequest.RELEASE);
    }

    /// Makes the replicator take up whatever database lies at the path now, in a new generation; returns when its
    /// snapshot and all that is committed is in every store.
    public ReplicatorStatus reopen() throws IOException {
        return ask(ControlRequest.REOPEN);
    }

    private ReplicatorStatus ask(ControlRequest request) throws IOException {
        try (SocketChannel channel = ControlSocket.connect(socket)) {
            channel.write(ByteBuffer.wrap((ControlJson.request(request) + "\n").getBytes(StandardCharsets.UTF_8)));
            BufferedReader reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the replicator went away before it answered: " + socket);
            }
            return answer(line);
        }
    }

    private ReplicatorStatus answer(String line) throws IOException {
        try {
            JsonElement element = new JsonStreamParser(line).next();
            if (!element.isJsonObject()) {
                throw new IOException("not an answer of a replicator: " + socket);
            }
            JsonObject object = element.getAsJsonObject();
            if (object.has("problem")) {
                throw new ProblemException(ControlJson.problem(object.getAsJsonObject("problem")));
            }
            return ControlJson.status(object.getAsJsonObject("status"));
        } catch (JsonParseException | NoSuchElementException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException("not an answer of a replicator: " + socket, e);
        }
    }
}
