package dev.lifeboat.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.Wait;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.RunSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Ink;
import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReplicationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final StringWriter said = new StringWriter();

    /// A store that does not answer keeps the last sync waiting, and the meta directory held.
    @Test
    @Timeout(180)
    void aDatabaseThatIsMadeAnewIsReplicatedOnceTheOneBeforeHasLetGo() throws Exception {
        Path path = home.resolve("a.db");
        HeldStore store = new HeldStore();
        Replication replication = replication(store.of(new FileObjectStore(home.resolve("replica"))));
        DatabaseSettings database = DatabaseSettings.of(path, List.of(ReplicaSettings.ofUrl("file:///unused")));
        try {
            write(path);
            replication.start(database);
            await("all of it is acknowledged", () -> isAcknowledged(replication));
            store.hold();
            write(path);
            await("something waits for the store", store::isAsked);

            for (String name : List.of("a.db", "a.db-wal", "a.db-shm")) {
                Files.delete(home.resolve(name));
            }
            replication.end(path);
            assertThat(replication.isEnding(path)).isTrue();
            assertThat(replication.statuses()).isEmpty();
            write(path);

            store.release();
            await("the one before has let go", () -> !replication.isEnding(path));
            replication.start(database);
            await("all of the new one is acknowledged", () -> isAcknowledged(replication));
            assertThat(replication.hasFailed()).as(said.toString()).isFalse();
        } finally {
            store.release();
            replication.stop();
            assertThat(replication.await(LIMIT)).hasValue(0);
        }
    }

    private Replication replication(ObjectStore store) {
        PrintWriter out = new PrintWriter(said, true);
        ReplicatorParts parts = new ReplicatorParts(_ -> store, RunSettings.standard(), false, Clock.systemUTC());
        return new Replication(parts::replicator, new Console(out, out, new Ink(false), new Ink(false), false));
    }

    private static boolean isAcknowledged(Replication replication) {
        return replication.statuses().stream().allMatch(ReplicatorStatus::isEverythingAcknowledged);
    }

    private static void write(Path path) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.create(path).text());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE IF NOT EXISTS t(x)");
            statement.execute("INSERT INTO t VALUES (1)");
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Wait.until(LIMIT, what, condition);
    }

    /// Takes nothing while it is held, and what waits meanwhile once it is released by the same thread.
    private static final class HeldStore {
        private final ReentrantLock door = new ReentrantLock();

        ObjectStore of(ObjectStore store) {
            return (ObjectStore) Proxy.newProxyInstance(
                    ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                        boolean isPut = method.getName().equals("put");
                        if (isPut) {
                            door.lock();
                        }
                        try {
                            return method.invoke(store, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            if (isPut) {
                                door.unlock();
                            }
                        }
                    });
        }

        void hold() {
            door.lock();
        }

        boolean isAsked() {
            return door.hasQueuedThreads();
        }

        void release() {
            if (door.isHeldByCurrentThread()) {
                door.unlock();
            }
        }
    }
}
