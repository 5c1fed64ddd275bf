package dev.lifeboat.app.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.ConfigurationReader;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Dialect;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {
    @TempDir
    Path home;

    private final Set<Path> taken = new HashSet<>();
    private final Noted engines = new Noted();
    private Path database;
    private DirectoryWatch watch;

    @BeforeEach
    void aDatabaseIsReplicated() throws IOException {
        database = Files.createDirectories(home.resolve("data")).resolve("a.db");
        Files.writeString(database, "SQLite format 3\0 and so on");
        watch = new DirectoryWatch(
                new ConfigurationReader(Map.of(), home, home, home)
                        .read(
                                home.resolve("lifeboat.yml"),
                                Dialect.LIFEBOAT,
                                "dbs: [{dir: data, pattern: '*.db', watch: true, replica: {path: backup}}]",
                                false)
                        .directories()
                        .getFirst(),
                engines);
        watch.look(taken);
        assertThat(engines.said).containsExactly("start a.db");
    }

    /// Its replicator may wait long for the store; a second one of the same path would be refused and end the process.
    @Test
    void whatIsMadeAnewIsBegunOnceTheOneBeforeHasLetGo() throws IOException {
        endWhatIsGone();
        Files.writeString(database, "SQLite format 3\0 once more");
        watch.look(taken);
        watch.look(taken);
        assertThat(engines.said).containsExactly("start a.db", "end a.db");

        engines.ending.clear();
        watch.look(taken);
        assertThat(engines.said).containsExactly("start a.db", "end a.db", "start a.db");
        assertThat(taken).containsExactly(database);
    }

    @Test
    void whatIsNoDatabaseYetWhenTheOneBeforeHasLetGoIsNotBegun() throws IOException {
        endWhatIsGone();
        Files.createFile(database);
        watch.look(taken);
        engines.ending.clear();
        watch.look(taken);
        assertThat(engines.said).containsExactly("start a.db", "end a.db");
        assertThat(taken).isEmpty();

        Files.writeString(database, "SQLite format 3\0 at last");
        watch.look(taken);
        assertThat(engines.said).containsExactly("start a.db", "end a.db", "start a.db");
    }

    private void endWhatIsGone() throws IOException {
        Files.delete(database);
        for (int look = 1; look <= 3; look++) {
            watch.look(taken);
        }
        assertThat(engines.said).containsExactly("start a.db", "end a.db");
    }

    /// What was asked of it; what is ended is `ending` until a test says otherwise.
    private static final class Noted implements Engines {
        private final List<String> said = new ArrayList<>();
        private final Set<Path> ending = new HashSet<>();

        @Override
        public void start(DatabaseSettings database) {
            said.add("start " + database.path().getFileName());
        }

        @Override
        public void end(Path database) {
            said.add("end " + database.getFileName());
            ending.add(database);
        }

        @Override
        public boolean isEnding(Path database) {
            return ending.contains(database);
        }

        @Override
        public List<ReplicatorStatus> statuses() {
            return List.of();
        }

        @Override
        public boolean hasFailed() {
            return false;
        }

        @Override
        public void stop() {
            throw new AssertionError("a watch stops nothing");
        }

        @Override
        public OptionalInt await(Duration longest) {
            throw new AssertionError("a watch waits for nothing");
        }
    }
}
