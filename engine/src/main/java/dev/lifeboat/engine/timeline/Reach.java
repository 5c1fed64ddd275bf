package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The objects that say what happened in a window: those in it, and what lies between them and the snapshot before
/// them, because a change shows only beside what was there before it. That is what a restore to the first point of
/// the window reads, or less.
record Reach(List<Snapshot> snapshots, List<Segment> segments, List<LtxFile> files) {
    static Reach of(History history, Window window) {
        List<Snapshot> snapshots = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        for (Generation generation : history.generations()) {
            List<Segment> within = generation.segments().stream()
                    .filter(each -> window.contains(each.time()))
                    .toList();
            int first = within.isEmpty()
                    ? Integer.MAX_VALUE
                    : base(generation, within.getFirst().index());
            int last = within.isEmpty() ? -1 : within.getLast().index();
            generation.snapshots().stream()
                    .filter(each -> each.index() >= first && each.index() <= last || window.contains(each.time()))
                    .forEach(snapshots::add);
            if (!within.isEmpty()) {
                int end = generation.segments().indexOf(within.getLast()) + 1;
                generation.segments().subList(0, end).stream()
                        .filter(each -> each.index() >= first)
                        .forEach(segments::add);
            }
        }
        return new Reach(snapshots, segments, files(history.ltx(), window));
    }

    /// The index of the snapshot that a restore to `index` begins with, or that one itself.
    private static int base(Generation generation, int index) {
        return generation.snapshots().reversed().stream()
                .map(Snapshot::index)
                .filter(each -> each <= index)
                .findFirst()
                .orElse(index);
    }

    private static List<LtxFile> files(LtxHistory history, Window window) {
        List<Map.Entry<RestorePoint, LtxFile>> chosen =
                List.copyOf(LtxChoice.of(history).entrySet());
        int first = chosen.size();
        int end = 0;
        for (int i = 0; i < chosen.size(); i++) {
            if (window.contains(chosen.get(i).getKey().time())) {
                first = Math.min(first, i);
                end = i + 1;
            }
        }
        if (first >= end) {
            return List.of();
        }
        while (first > 0 && chosen.get(first).getKey().kind() != RestorePoint.Kind.SNAPSHOT) {
            first--;
        }
        List<LtxFile> files = new ArrayList<>(
                chosen.subList(first, end).stream().map(Map.Entry::getValue).toList());
        files.addAll(LtxChoice.alsoTold(history, List.copyOf(files)));
        return files;
    }
}
