package dev.lifeboat.engine.replicate.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlHandler.Answer;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
    @TempDir
    Path directory;

    private Path meta;
    private ControlServer server;
    private Answer answer = new Answer.Failed(Problem.of(ProblemCode.BUG, "no answer was prepared"));

    @BeforeEach
    void start() throws IOException {
        meta = Files.createDirectory(directory.resolve(".app.db-lifeboat"));
        server = ControlServer.start(meta, _ -> answer);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private ControlClient client() throws IOException {
        return ControlClient.open(directory.resolve("app.db")).orElseThrow();
    }

    @Test
    void aStatusArrivesAsItWasSent() throws IOException {
        Position position = new Position(new GenerationId("00112233445566ff"), 3, 0x1038);
        ReplicatorStatus status = new ReplicatorStatus(
                Path.of("/data/a \"quoted\"\nname.db"),
                State.WAITING,
                "there is no database",
                4711,
                Instant.parse("2026-11-21T09:00:00.123Z"),
                Optional.of(position.generation()),
                Optional.of(position),
                4152,
                new Figures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                List.of("the application truncates the WAL itself"),
                List.of(
                        new ReplicaStatus(
                                "file",
                                "file:///backup",
                                Optional.of(position),
                                Optional.of(Instant.EPOCH),
                                Optional.empty(),
                                "",
                                false,
                                ReplicaFigures.NONE),
                        new ReplicaStatus(
                                "s3",
                                "s3://bucket",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Instant.EPOCH),
                                "denied",
                                true,
                                new ReplicaFigures(1, 2, 3, 4, 5, Optional.of(Instant.EPOCH), 6))));
        answer = new Answer.Done(status);

        assertThat(client().status()).isEqualTo(status);
    }

    @Test
    void aProblemArrivesAsItWasSent() throws IOException {
        Problem problem = Problem.of(ProblemCode.STORE_UNREACHABLE, "the store is away")
                .withDetail("since noon")
                .withSafe("all is in the spool")
                .withNext("lifeboat status");
        answer = new Answer.Failed(problem);

        Assertions.assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> client().sync())
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    @Test
    void whatIsNoRequestIsAnsweredWithAProblemAndTheServerGoesOn() throws IOException {
        for (String line : List.of("{\"request\":\"dance\"}", "{}", "[]", "GET / HTTP/1.1", "{\"request\":{}}")) {
            assertThat(raw(line + "\n")).contains("\"code\":\"USAGE\"");
        }
        assertThat(raw("x".repeat(5_000) + "\n")).isEmpty();
        assertThat(ControlClient.open(directory.resolve("app.db"))).isPresent();
    }

    private String raw(String text) throws IOException {
        try (SocketChannel channel = ControlSocket.connect(meta.resolve(ControlSocket.NAME))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theSocketIsItsOwnersOnlyAndGoesWithTheServer() throws IOException {
        Path socket = meta.resolve(ControlSocket.NAME);
        assertThat(Files.getPosixFilePermissions(socket))
                .containsExactlyInAnyOrder(
                        java.nio.file.attribute.PosixFilePermission.OWNER_READ,
                        java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
        server.close();
        assertThat(socket).doesNotExist();
        assertThat(ControlClient.open(directory.resolve("app.db"))).isEmpty();
    }

    /// A process that was killed leaves its socket; the next one takes the place.
    @Test
    void aSocketThatNobodyListensOnIsNoReplicator() throws IOException {
        server.close();
        Files.createFile(meta.resolve(ControlSocket.NAME));
        assertThat(ControlClient.open(directory.resolve("app.db"))).isEmpty();
        server = ControlServer.start(meta, _ -> answer);
        assertThat(ControlClient.open(directory.resolve("app.db"))).isPresent();
    }
}
