package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Txid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which points no way leads to, and what stands in it: what the planner would say of each, for all of them in one
/// pass. Pure.
final class Unreachable {
    private final History history;
    private final Map<PointId, Gap> found = new HashMap<>();

    private Unreachable(History history) {
        this.history = history;
    }

    static Map<PointId, Gap> of(History history) {
        Unreachable unreachable = new Unreachable(history);
        history.generations().forEach(each -> unreachable.new Line(each).walk());
        unreachable.transactions();
        return unreachable.found;
    }

    /// One generation, in the order of places. `gap` is what stands in the way from the last snapshot that can be used.
    private final class Line {
        private final Generation generation;
        private final Deque<Snapshot> snapshots;
        private Optional<Gap> gap;
        private Position expected;

        Line(Generation generation) {
            this.generation = generation;
            this.snapshots = new ArrayDeque<>(generation.snapshots());
            this.expected = Position.ofSnapshot(generation.id(), 0);
            this.gap = generation.segments().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Tiling.noSnapshot(history, generation));
        }

        void walk() {
            for (Segment segment : generation.segments()) {
                while (!snapshots.isEmpty() && snapshots.getFirst().index() <= segment.index()) {
                    pass(snapshots.removeFirst());
                }
                if (gap.isEmpty()) {
                    gap = Tiling.gapBefore(history, expected, segment).or(() -> Tiling.damage(history, segment));
                }
                expected = segment.position();
                gap.ifPresent(each -> found.put(segment.position(), each));
            }
            snapshots.forEach(this::pass);
        }

        /// A snapshot begins a way. One that is damaged is a place like others: the end of the index before it.
        private void pass(Snapshot snapshot) {
            String damage = history.damage().get(snapshot.key());
            if (damage == null) {
                gap = Optional.empty();
                expected = snapshot.position();
                return;
            }
            Gap own = new Gap(snapshot.position(), snapshot.key(), damage, false);
            boolean isFirst = snapshot.equals(generation.snapshots().getFirst());
            if (isFirst) {
                gap = Optional.of(own);
            }
            boolean isLedTo = gap.isEmpty() && expected.index() >= snapshot.index() - 1;
            if (!isLedTo) {
                found.put(snapshot.position(), gap.orElse(own));
            }
        }
    }

    /// A way that leads to the greatest transaction so far can be gone on from wherever one to a lesser could.
    private void transactions() {
        List<LtxFile> files = new ArrayList<>(history.ltx().files());
        files.removeIf(file -> history.damage().containsKey(file.key()));
        files.sort(Comparator.comparing(LtxFile::max));
        Set<Long> reached = new HashSet<>();
        long last = 0;
        for (LtxFile file : files) {
            if (file.isBase() || last > 0 && file.min().value() <= last + 1) {
                last = file.max().value();
                reached.add(last);
            }
        }
        Optional<Gap> gap = Optional.empty();
        for (RestorePoint point : history.ltx().points()) {
            Txid txid = (Txid) point.place();
            if (reached.contains(txid.value())) {
                gap = Optional.empty();
            } else {
                gap = gap.or(() -> LtxRoute.to(history, txid) instanceof LtxRoute.Closed closed
                        ? Optional.of(closed.gap())
                        : Optional.empty());
                gap.ifPresent(each -> found.put(txid, each));
            }
        }
    }
}
