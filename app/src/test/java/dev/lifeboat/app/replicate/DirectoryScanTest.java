package dev.lifeboat.app.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.ConfigurationReader;
import dev.lifeboat.app.config.Dialect;
import dev.lifeboat.app.config.DirectorySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryScanTest {
    @TempDir
    Path home;

    @Test
    void onlyDatabasesThatMatchAreFound() throws Exception {
        database("data/a.db");
        database("data/b.sqlite");
        text("data/c.db");
        text("data/a.db-wal");
        database("data/sub/d.db");
        assertThat(new DirectoryScan(settings(false)).look(Set.of())).containsExactly(home.resolve("data/a.db"));
        assertThat(new DirectoryScan(settings(true)).look(Set.of()))
                .containsExactly(home.resolve("data/a.db"), home.resolve("data/sub/d.db"));
    }

    @Test
    void copiesInOurOwnDirectoriesAreNoDatabases() throws Exception {
        database("data/.a.db-lifeboat/image.db");
        database("data/.lifeboat-7Q2M/saved.db");
        database("data/.a.db-litestream/x.db");
        assertThat(new DirectoryScan(settings(true)).look(Set.of())).isEmpty();
    }

    @Test
    void whatAppearsBecomesADatabaseOrGoesIsSeenByTheNextLook() throws Exception {
        DirectoryScan scan = new DirectoryScan(settings(true));
        assertThat(scan.look(Set.of())).isEmpty();
        Files.createDirectories(home.resolve("data"));
        assertThat(scan.look(Set.of())).isEmpty();
        Path late = Files.createFile(home.resolve("data/late.db"));
        assertThat(scan.look(Set.of())).isEmpty();
        Files.writeString(late, "SQLite format 3\0 and more");
        assertThat(scan.look(Set.of())).containsExactly(late);
        Files.delete(late);
        assertThat(scan.look(Set.of(late))).isEmpty();
    }

    /// LK-4: opening and closing it would drop the locks that SQLite has on it in this process.
    @Test
    void aDatabaseThatIsTakenUpIsNotReadByAnyOfItsNames() throws Exception {
        Path database = database("data/a.db");
        Files.createLink(home.resolve("data/other.db"), database);
        Files.createSymbolicLink(home.resolve("data/third.db"), database);
        assertThat(new DirectoryScan(settings(false)).look(Set.of(database))).containsExactly(database);
    }

    /// A second replicator of one database ends the process.
    @Test
    void ofTwoNamesThatAppearTogetherTheFileItselfIsFound() throws Exception {
        Path database = database("data/b.db");
        Files.createSymbolicLink(home.resolve("data/a.db"), database);
        Files.createSymbolicLink(home.resolve("data/c.db"), database);
        DirectoryScan scan = new DirectoryScan(settings(false));
        assertThat(scan.look(Set.of())).containsExactly(database);
        assertThat(scan.look(Set.of(database))).containsExactly(database);
    }

    @Test
    void aLinkToADatabaseElsewhereIsFound() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Path link = Files.createSymbolicLink(home.resolve("data/a.db"), database("elsewhere/x"));
        assertThat(new DirectoryScan(settings(false)).look(Set.of())).containsExactly(link);
    }

    private DirectorySettings settings(boolean recursive) {
        return new ConfigurationReader(Map.of(), home, home, home)
                .read(
                        home.resolve("lifeboat.yml"),
                        Dialect.LIFEBOAT,
                        "dbs: [{dir: data, pattern: '*.db', recursive: " + recursive + ", replica: {path: backup}}]",
                        false)
                .directories()
                .getFirst();
    }

    private Path database(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, "SQLite format 3\0 and so on".getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String name) throws IOException {
        Files.writeString(home.resolve(name), "no database");
    }
}
