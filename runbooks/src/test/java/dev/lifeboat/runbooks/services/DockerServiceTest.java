package dev.lifeboat.runbooks.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.fileset.FileSet;
import dev.lifeboat.engine.fileset.Holders;
import dev.lifeboat.engine.fileset.ProcHolders;
import dev.lifeboat.runbooks.ServiceSpec;
import dev.lifeboat.runbooks.ServiceSpec.Docker.Match;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over a real container engine, with a container that really writes a database.
class DockerServiceTest extends ServiceContract {
    /// One process: there is no moment between the one that makes the table and the one that writes.
    private static final String WRITER = "{ echo 'PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t(n);'; while"
            + " true; do echo 'INSERT INTO t VALUES (1);'; sleep 0.1; done; } | sqlite3 /data/shop.db";

    @TempDir
    Path directory;

    private DockerEngine engine;

    @BeforeEach
    void setUp() throws Exception {
        engine = DockerEngine.require(directory);
    }

    @AfterEach
    void tearDown() {
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    Service running() {
        engine.start(engine.name("web"), directory, WRITER, "--restart", "on-failure:7", "--label", "role=writer");
        return service(Match.EXACT_NAME, engine.name("web"));
    }

    private static Service service(Match match, String value) {
        return new HostServices(new LocalCommands()).of(new ServiceSpec.Docker(match, value));
    }

    /// RB-9: what is shown for consent is what is run.
    @Test
    void thePlanNamesTheVeryCommandsForTheContainerThatWasFound() {
        Service service = running();
        String id = service.remember().facts().get("id");

        assertThat(service.stopCommands()).containsExactly("docker update --restart=no " + id, "docker stop " + id);
        assertThat(service.startCommands())
                .containsExactly("docker update --restart=on-failure:7 " + id, "docker start " + id);
    }

    @Test
    void theRestartPolicyIsTheFenceAndComesBackAsItWas() {
        Service service = running();
        Remembered before = service.remember();

        service.stop(before);
        assertThat(engine.policy(engine.name("web"))).isEqualTo("no:0");

        service.start(before);
        assertThat(engine.policy(engine.name("web"))).isEqualTo("on-failure:7");
    }

    @Test
    void whoWritesInAContainerIsAHolderOnTheHostUntilItIsStopped() throws Exception {
        Service service = running();
        FileSet set = FileSet.resolve(directory.resolve("shop.db"));
        awaitWriter(set);
        Remembered before = service.remember();
        assertThat(new ProcHolders().scan(set))
                .as("another path, another namespace")
                .isInstanceOf(Holders.Held.class);

        service.stop(before);

        assertThat(new ProcHolders().scan(set)).isNotInstanceOf(Holders.Held.class);
        service.start(before);
        assertThat(service.status()).isInstanceOf(ServiceStatus.Running.class);
    }

    private static void awaitWriter(FileSet set) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!(Files.exists(set.wal()) && new ProcHolders().scan(set) instanceof Holders.Held)) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void severalMatchesAreRefusedWithTheList() {
        running();
        engine.start(engine.name("web-2"), directory, "sleep 1000", "--label", "role=writer");

        assertThatThrownBy(
                        () -> service(Match.NAME_CONTAINS, engine.name("web")).remember())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().message()).contains("2 containers match");
                    assertThat(e.problem().details().getFirst()).contains(engine.name("web-2"));
                });
        assertThat(service(Match.NAME_CONTAINS, engine.name("web-2")).remember().wasRunning())
                .isTrue();
        assertThat(service(Match.EXACT_NAME, engine.name("web")).remember().wasRunning())
                .as("an exact name is no pattern")
                .isTrue();
    }

    @Test
    void aLabelFindsItsContainer() {
        engine.start(engine.name("labelled"), directory, "sleep 1000", "--label", engine.name("key") + "=a b");

        assertThat(service(Match.LABEL, engine.name("key") + "=a b").remember().facts())
                .containsEntry("name", engine.name("labelled"));
    }

    @Test
    void noMatchNamesTheContainersThatThereAre() {
        running();

        assertThatThrownBy(() -> service(Match.EXACT_NAME, engine.name("wbe")).remember())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details().getFirst()).contains(engine.name("web")));
        assertThat(service(Match.EXACT_NAME, engine.name("wbe")).status()).isInstanceOf(ServiceStatus.Unclear.class);
    }

    @Test
    void aContainerThatWouldBeGoneIsRefused() {
        engine.start(engine.name("brief"), directory, "sleep 1000", "--rm");

        assertThatThrownBy(() -> service(Match.EXACT_NAME, engine.name("brief")).remember())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("--rm");
    }
}
