package dev.lifeboat.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.tui.DatabaseView;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.replicate.control.ControlHandler.Answer;
import dev.lifeboat.engine.replicate.control.ControlServer;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveDatabasesTest {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data");

    @TempDir
    private Path home;

    private Path database = Path.of("/");

    @BeforeEach
    void makeDatabase() throws Exception {
        database = home.resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(x)");
        }
    }

    @Test
    void aStoreThatTheReplicatorDoesNotReachIsNotAskedASecondTime() throws Exception {
        assertThat(replicaLineBeside("connection refused", false))
                .endsWith("replicate does not get through: connection refused");
    }

    @Test
    void aStoreThatTheReplicatorReachesIsAsked() throws Exception {
        assertThat(replicaLineBeside("", false))
                .doesNotContain("replicate does not")
                .contains("nowhere");
    }

    /// OB-2: it was stopped because of what lies in the store, which can be seen.
    @Test
    void theStoreOfAStoppedReplicaIsAsked() throws Exception {
        assertThat(replicaLineBeside("another writer", true))
                .doesNotContain("another writer")
                .contains("nowhere");
    }

    @ParameterizedTest
    @CsvSource({"v03-shop,0.3", "v05-levels,0.5", "mixed-upgrade,0.3 and 0.5"})
    void theReplicaLineNamesTheFormatsThatLieThere(String backup, String formats) throws Exception {
        Path archive = DATA.resolve(backup + ".tar");
        Assumptions.assumeTrue(Files.exists(archive), "skipped: no " + archive);
        Path root = Files.createDirectory(home.resolve("replica"));
        Process tar = new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();

        assertThat(replicaLine(root)).endsWith("   format " + formats);
    }

    private String replicaLineBeside(String error, boolean isStopped) throws IOException {
        Path meta = Files.createDirectory(DatabasePath.resolve(database).metaDirectory());
        ReplicatorStatus status = status(error, isStopped);
        try (ControlServer _ = ControlServer.start(meta, _ -> new Answer.Done(status))) {
            return replicaLine(home.resolve("nowhere"));
        }
    }

    private String replicaLine(Path root) {
        Surroundings surroundings =
                new Surroundings(Map.of(), home, home, Optional.empty(), Clock.systemUTC(), false, false, false, false);
        DatabaseSettings settings = DatabaseSettings.of(database, List.of(ReplicaSettings.ofUrl("file://" + root)));
        DatabaseView view = Parts.real(surroundings)
                .databases(Settings.none(home.resolve("state")), List.of(settings))
                .look()
                .databases()
                .getFirst();
        String line = view.details().stream()
                .filter(detail -> detail.label().equals("replica"))
                .map(DatabaseView.Detail::text)
                .findFirst()
                .orElseThrow();
        return line.substring(("file://" + root).length());
    }

    private ReplicatorStatus status(String error, boolean isStopped) {
        ReplicaStatus replica = new ReplicaStatus(
                "file",
                "file:///elsewhere",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                error,
                isStopped,
                ReplicaFigures.NONE);
        return new ReplicatorStatus(
                database,
                ReplicatorStatus.State.REPLICATING,
                "",
                42,
                Instant.parse("2026-03-01T12:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                0,
                Figures.NONE,
                List.of(),
                List.of(replica));
    }
}
