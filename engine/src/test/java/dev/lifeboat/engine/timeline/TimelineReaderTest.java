package dev.lifeboat.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.SlowBackup;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.restore.SqliteReplica;
import dev.lifeboat.engine.store.MemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineReaderTest {
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");

    @TempDir
    private Path directory;

    /// Retention runs meanwhile: every other object has gone since the listing.
    @Test
    void objectsThatHaveGoneMakeNothingBeFetchedTwice() throws Exception {
        MemoryStore store;
        try (SqliteReplica replica = new SqliteReplica(directory.resolve("source"), 512, GENERATION)) {
            replica.snapshot();
            for (int i = 0; i < 20; i++) {
                replica.sql("CREATE TABLE t" + i + "(a)");
                replica.segment();
                replica.nextIndex();
            }
            store = MemoryStore.of(replica.root());
        }
        List<String> segments =
                store.keys().stream().filter(key -> key.endsWith(".wal.lz4")).toList();
        assertThat(segments).hasSize(20);
        for (int i = 0; i < segments.size(); i += 2) {
            store.lose(segments.get(i));
        }
        SlowBackup backup = new SlowBackup(new ReplicaBackup(store), segments.getFirst(), segments.getLast());
        List<EngineEvent> events = new ArrayList<>();
        Timeline timeline =
                new TimelineReader(backup, ObjectMemory.none()).read(backup.listing(), Window.ALWAYS, events::add);
        assertThat(backup.opened()).containsExactlyInAnyOrderElementsOf(store.keys());
        assertThat(timeline.history().damage()).hasSize(10);
        assertThat(events)
                .filteredOn(EngineEvent.Progress.class::isInstance)
                .as("objects that were looked at")
                .hasSize(store.keys().size());
    }
}
