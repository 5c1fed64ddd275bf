package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lifeboat.engine.replicate.control.ControlHandler;
import dev.lifeboat.engine.replicate.control.ControlServer;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `status` says of a replica that shows nothing: the first line of its diagnosis.
class StatusCommandTest {
    @TempDir
    private Path home;

    private Path database;

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = home.resolve("app.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(x)");
        }
    }

    private String reason(String replica, Map<String, String> environment) throws IOException {
        Path configuration = Files.writeString(
                home.resolve("lifeboat.yml"), """
                state-dir: %s
                dbs:
                  - path: %s
                    replicas:
                      - url: %s
                """.formatted(home.resolve("state"), database, replica));
        CommandFixture.Result result =
                new CommandFixture(home, environment).run("status", "--config", configuration.toString(), "--json");
        assertThat(result.status()).as(result.err()).isEqualTo(1);
        JsonObject view =
                JsonParser.parseString(result.out()).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(view.get("state").getAsString()).isEqualTo("no-replica");
        return view.get("reason").getAsString();
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() throws IOException {
        Path missing = home.resolve("backups/app.db");
        assertThat(reason("file://" + missing, Map.of())).contains(missing.toString());
    }

    @Test
    void anEndpointThatNobodyListensAtIsNamed() throws IOException {
        // Its port is taken, so that nobody begins to listen there.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = nobody.getLocalPort();
            assertThat(reason(
                            "s3://acme/app.db?endpoint=http://127.0.0.1:" + port,
                            Map.of("AWS_ACCESS_KEY_ID", "KEY", "AWS_SECRET_ACCESS_KEY", "secret")))
                    .isEqualTo("nothing listens at 127.0.0.1:" + port);
        }
    }

    @Test
    void aBucketWhoseBackupsLieElsewhereSaysSo() throws Exception {
        try (BucketServer server = new BucketServer(home.resolve("objects"))) {
            Path other = server.bucket().resolve("shop.db/generations/0123456789abcdef/snapshots");
            Files.createDirectories(other);
            Files.write(other.resolve("00000000.snapshot.lz4"), new byte[10]);

            assertThat(reason(server.url("app.db"), server.environment()))
                    .isEqualTo("nothing at s3://acme/app.db; a backup lies near it");
        }
    }

    /// `replicate DB URL` needs no configuration, and what it does is not "no replica".
    @Test
    void withoutAConfigurationTheReplicatorSaysWhichReplicasThereAre() throws Exception {
        Path replica = Files.createDirectories(home.resolve("replica"));
        Path meta = Files.createDirectories(home.resolve(".app.db-lifeboat"));
        try (ControlServer _ = ControlServer.start(meta, request -> new ControlHandler.Answer.Done(status(replica)))) {
            CommandFixture.Result result =
                    new CommandFixture(home, Map.of()).run("status", "--json", database.toString());
            JsonObject view =
                    JsonParser.parseString(result.out()).getAsJsonArray().get(0).getAsJsonObject();
            assertThat(view.get("reason").getAsString()).contains(replica.toString());
        }
    }

    private ReplicatorStatus status(Path replica) {
        return new ReplicatorStatus(
                database,
                ReplicatorStatus.State.REPLICATING,
                "",
                42,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                0,
                new ReplicatorStatus.Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(),
                List.of(new ReplicatorStatus.ReplicaStatus(
                        "file",
                        "file://" + replica,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        false,
                        new ReplicatorStatus.ReplicaFigures(0, 0, 0, 0, 0, Optional.empty(), 0))));
    }
}
