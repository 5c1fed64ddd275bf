package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Reads the objects of a history, several at a time: each snapshot for itself, the segments of a WAL index in order
/// and whole.
final class Walker {
    /// Enough to hide a store's latency; each holds one page and one block of LZ4.
    private static final int AT_A_TIME = 16;

    /// Up to here the rest of an object costs a store no more than its beginning.
    private static final int WHOLE_BYTES = 1 << 20;

    private final Backup backup;
    private final Ending ending;
    private final boolean everyByte;
    private final LongConsumer read;

    /// `read` is told how many more bytes were read, from several threads.
    Walker(ObjectStore store, Backup backup, boolean everyByte, LongConsumer read) {
        this.backup = backup;
        this.ending = new Ending(store);
        this.everyByte = everyByte;
        this.read = read;
    }

    List<Broken> walk(History history) throws IOException {
        List<Callable<List<Broken>>> tasks = new ArrayList<>();
        for (Generation generation : history.generations()) {
            generation.snapshots().forEach(each -> tasks.add(() -> snapshot(each)));
            int first = generation.snapshots().stream()
                    .mapToInt(Snapshot::index)
                    .min()
                    .orElse(0);
            TreeMap<Integer, List<Segment>> byIndex = generation.segments().stream()
                    .collect(Collectors.groupingBy(Segment::index, TreeMap::new, Collectors.toList()));
            byIndex.forEach((index, segments) ->
                    tasks.add(() -> new IndexWalk(backup, history.names(), index >= first, read).walk(segments)));
        }
        history.ltx().files().forEach(each -> tasks.add(() -> file(each)));
        return run(tasks);
    }

    private List<Broken> snapshot(Snapshot snapshot) throws IOException {
        boolean isWhole = isReadWhole(snapshot.sizeBytes());
        List<Broken> broken = SnapshotWalk.walk(backup, snapshot, isWhole, read);
        return isWhole || !broken.isEmpty() ? broken : broken(snapshot.key(), ending.ofLz4(snapshot.key()));
    }

    private List<Broken> file(LtxFile file) throws IOException {
        boolean isWhole = isReadWhole(file.sizeBytes());
        List<Broken> broken = LtxWalk.walk(backup, file, isWhole, read);
        return isWhole || !broken.isEmpty() ? broken : broken(file.key(), ending.ofLtx(file.key()));
    }

    private static List<Broken> broken(String key, Optional<String> reason) {
        return reason.map(found -> new Broken(key, found, false)).stream().toList();
    }

    private boolean isReadWhole(long sizeBytes) {
        return everyByte || sizeBytes <= WHOLE_BYTES;
    }

    private static List<Broken> run(List<Callable<List<Broken>>> tasks) throws IOException {
        List<Broken> broken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().daemon().name("verify-", 0).factory())) {
            List<Future<List<Broken>>> running =
                    tasks.stream().map(threads::submit).toList();
            try {
                for (Future<List<Broken>> each : running) {
                    broken.addAll(Asked.answer(each));
                }
            } finally {
                running.forEach(each -> each.cancel(false));
            }
        }
        return broken;
    }
}
