package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Txid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The files of the LTX format in a replica, by first transaction, and what has been learned of them. There are no
/// generations in that format: one line of transactions, which may have holes.
public record LtxHistory(Names names, List<LtxFile> files) {
    private static final Comparator<LtxFile> ORDER = Comparator.comparing(LtxFile::min)
            .thenComparing(LtxFile::max)
            .thenComparing(LtxFile::level)
            .thenComparing(LtxFile::key);

    /// A replica without any.
    public static final LtxHistory NONE = new LtxHistory((level, min, max) -> min + "-" + max, List.of());

    /// How the replica names a file: for messages about one that is missing.
    @FunctionalInterface
    public interface Names {
        String file(int level, Txid min, Txid max);
    }

    public LtxHistory {
        files = files.stream().sorted(ORDER).toList();
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /// The last transaction that any file names, usable or not; only where there is a file.
    Txid newest() {
        return files.stream().map(LtxFile::max).max(Comparator.naturalOrder()).orElseThrow();
    }

    /// One point for each transaction that a file ends at, in their order.
    ///
    /// A point has the earliest time of its files, because compaction comes later, and never an earlier one than the
    /// point before it: what is restored up to here has that in it, and a clock that went back must not reorder
    /// history.
    public List<RestorePoint> points() {
        TreeMap<Txid, RestorePoint> points = new TreeMap<>();
        files.forEach(file -> points.merge(file.max(), point(file), LtxHistory::earlier));
        List<RestorePoint> ordered = new ArrayList<>(points.size());
        Instant latest = Instant.MIN;
        for (RestorePoint point : points.values()) {
            latest = point.time().isAfter(latest) ? point.time() : latest;
            ordered.add(
                    new RestorePoint(point.place(), latest, point.timeSource(), point.sizeBytes(), point.kind()));
        }
        return List.copyOf(ordered);
    }

    private static RestorePoint point(LtxFile file) {
        RestorePoint.Kind kind = file.isBase() ? RestorePoint.Kind.SNAPSHOT : RestorePoint.Kind.SEGMENT;
        return new RestorePoint(file.max(), file.time(), file.timeSource(), file.sizeBytes(), kind);
    }

    private static RestorePoint earlier(RestorePoint one, RestorePoint other) {
        RestorePoint first = other.time().isBefore(one.time()) ? other : one;
        boolean isBase =
                one.kind() == RestorePoint.Kind.SNAPSHOT || other.kind() == RestorePoint.Kind.SNAPSHOT;
        return new RestorePoint(
                first.place(),
                first.time(),
                first.timeSource(),
                Math.min(one.sizeBytes(), other.sizeBytes()),
                isBase ? RestorePoint.Kind.SNAPSHOT : RestorePoint.Kind.SEGMENT);
    }

    public LtxHistory withFiles(UnaryOperator<LtxFile> change) {
        return new LtxHistory(names, files.stream().map(change).toList());
    }
}
