package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Txid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The points of an LTX history: the transactions that files end at.
///
/// A point has the earliest time of its files, because compaction comes later, and never an earlier one than the point
/// before it: what is restored up to here has that in it, and a clock that went back must not reorder history. What
/// headers say goes before what the storage says, which is a time of uploads or of copies: that is believed where no
/// header of the point was read, and no further than up to the next point whose header was.
final class LtxPoints {
    /// The level of snapshots: they carry the time at which they were begun, a little behind their last transaction,
    /// so that the next one may well be older than they say.
    private static final int SNAPSHOTS = 9;

    private final List<LtxFile> files;

    /// `files` by first transaction.
    LtxPoints(List<LtxFile> files) {
        this.files = files;
    }

    /// One for each transaction that a file ends at, in their order.
    List<RestorePoint> all() {
        TreeMap<Txid, RestorePoint> points = new TreeMap<>();
        Set<Txid> captured = new HashSet<>();
        for (LtxFile file : files) {
            points.merge(file.max(), point(file), LtxPoints::earlier);
            if (file.level() < SNAPSHOTS) {
                captured.add(file.max());
            }
        }
        List<RestorePoint> ordered = new ArrayList<>(points.size());
        Map<PointId, Instant> ceilings = ceilings(points.descendingMap().values());
        Instant latest = Instant.MIN;
        for (RestorePoint point : points.values()) {
            Instant best = ceilings.getOrDefault(point.place(), point.time());
            Instant time = best.isAfter(latest) ? best : latest;
            ordered.add(new RestorePoint(point.place(), time, point.timeSource(), point.sizeBytes(), point.kind()));
            latest = captured.contains(point.place()) ? time : latest;
        }
        return ordered;
    }

    /// For points of which only the storage's time is known and lies behind a header's that comes later.
    private static Map<PointId, Instant> ceilings(Collection<RestorePoint> newestFirst) {
        Map<PointId, Instant> ceilings = new HashMap<>();
        Instant earliest = Instant.MAX;
        for (RestorePoint point : newestFirst) {
            if (point.time().isBefore(earliest)) {
                earliest = point.timeSource() == TimeSource.WRITER ? point.time() : earliest;
            } else if (point.timeSource() != TimeSource.WRITER) {
                ceilings.put(point.place(), earliest);
            }
        }
        return ceilings;
    }

    private static RestorePoint point(LtxFile file) {
        RestorePoint.Kind kind = file.isBase() ? RestorePoint.Kind.SNAPSHOT : RestorePoint.Kind.SEGMENT;
        return new RestorePoint(file.max(), file.time(), file.timeSource(), file.sizeBytes(), kind);
    }

    private static RestorePoint earlier(RestorePoint one, RestorePoint other) {
        boolean isOneBetter = one.timeSource() == TimeSource.WRITER;
        boolean isOtherBetter = other.timeSource() == TimeSource.WRITER;
        boolean isOther = isOneBetter == isOtherBetter ? other.time().isBefore(one.time()) : isOtherBetter;
        RestorePoint first = isOther ? other : one;
        boolean isBase = one.kind() == RestorePoint.Kind.SNAPSHOT || other.kind() == RestorePoint.Kind.SNAPSHOT;
        return new RestorePoint(
                first.place(),
                first.time(),
                first.timeSource(),
                Math.min(one.sizeBytes(), other.sizeBytes()),
                isBase ? RestorePoint.Kind.SNAPSHOT : RestorePoint.Kind.SEGMENT);
    }

    /// Those whose state the files hold. Left out are ends of files that nothing leads to without later transactions:
    /// compaction has taken what came before them together with what comes behind them. Behind a hole all
    /// count: that is damage, and said when one is asked for.
    List<RestorePoint> held() {
        TreeMap<Txid, Long> firsts = new TreeMap<>();
        Set<Txid> bases = new HashSet<>();
        for (LtxFile file : files) {
            firsts.merge(file.max(), file.min().value(), Math::min);
            if (file.isBase()) {
                bases.add(file.max());
            }
        }
        List<RestorePoint> held = new ArrayList<>();
        long reached = 0;
        long furthest = 0;
        int next = 0;
        for (RestorePoint point : all()) {
            Txid txid = (Txid) point.place();
            while (next < files.size() && files.get(next).min().value() <= reached + 1) {
                furthest = Math.max(furthest, files.get(next).max().value());
                next++;
            }
            boolean isLedTo = bases.contains(txid) || firsts.getOrDefault(txid, Long.MAX_VALUE) <= reached + 1;
            if (isLedTo || furthest <= txid.value()) {
                held.add(point);
                reached = txid.value();
            }
        }
        return List.copyOf(held);
    }
}
