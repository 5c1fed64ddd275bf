package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void whatCouldNotBeTakenIsNotHeld() throws IOException {
        Path meta = directory.resolve(".app.db-lifeboat");
        Path obstacle = Files.createDirectories(meta.resolve("holder.tmp/full"));
        assertThatThrownBy(() -> MetaDirectory.take(meta, Clock.systemUTC())).isInstanceOf(IOException.class);
        Files.delete(obstacle);

        try (MetaDirectory taken = MetaDirectory.take(meta, Clock.systemUTC())) {
            assertThat(taken.path().resolve("holder")).exists();
        }
    }
}
