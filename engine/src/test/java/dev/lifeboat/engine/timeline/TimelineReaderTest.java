package dev.lifeboat.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.restore.SqliteReplica;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineReaderTest {
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");
    private static final long SECONDS = 20;

    @TempDir
    private Path directory;

    /// Notes what is opened, and answers for `slow` only when `before` was asked for.
    private static final class SlowBackup implements Backup {
        private final Backup backup;
        private final String slow;
        private final String before;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final ConcurrentLinkedQueue<String> opened = new ConcurrentLinkedQueue<>();

        SlowBackup(Backup backup, String slow, String before) {
            this.backup = backup;
            this.slow = slow;
            this.before = before;
        }

        @Override
        public String location() {
            return backup.location();
        }

        @Override
        public History listing() throws IOException {
            return backup.listing();
        }

        @Override
        public History withEnds(History listing) throws IOException {
            return backup.withEnds(listing);
        }

        @Override
        public History survey(History history) throws IOException {
            return backup.survey(history);
        }

        @Override
        public InputStream stored(String key) throws IOException {
            opened.add(key);
            if (key.equals(before)) {
                asked.countDown();
            } else if (key.equals(slow)) {
                await();
            }
            return backup.stored(key);
        }

        private void await() throws IOException {
            try {
                assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public InputStream payload(String key, InputStream stored) throws IOException {
            return backup.payload(key, stored);
        }
    }

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
        assertThat(backup.opened).containsExactlyInAnyOrderElementsOf(store.keys());
        assertThat(timeline.history().damage()).hasSize(10);
        assertThat(events)
                .filteredOn(EngineEvent.Progress.class::isInstance)
                .as("objects that were looked at")
                .hasSize(store.keys().size());
    }
}
