package dev.lifeboat.engine.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePathTest {
    @TempDir
    Path directory;

    @Test
    void everythingLiesBesideTheRealFile() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Files.createFile(real.resolve("a.db"));
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("real/a.db"));

        DatabasePath path = DatabasePath.resolve(link);

        assertThat(path.file()).isEqualTo(real.toRealPath().resolve("a.db"));
        assertThat(path.wal()).isEqualTo(real.toRealPath().resolve("a.db-wal"));
        assertThat(path.metaDirectory()).isEqualTo(real.toRealPath().resolve(".a.db-lifeboat"));
    }

    /// RB-6: while a swap is under way the path is a link into a directory that does not exist.
    @Test
    void theGuardOfASwapStandsForTheDatabase() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(real.resolve("a.db"), Path.of("nowhere/guard"));
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("real/a.db"));

        assertThat(DatabasePath.resolve(link).file())
                .isEqualTo(real.toRealPath().resolve("a.db"));
    }

    @Test
    void aLoopOfLinksIsRefused() throws IOException {
        Files.createSymbolicLink(directory.resolve("a.db"), Path.of("b.db"));
        Files.createSymbolicLink(directory.resolve("b.db"), Path.of("a.db"));

        assertThatThrownBy(() -> DatabasePath.resolve(directory.resolve("a.db")))
                .hasMessageContaining("too many");
    }
}
