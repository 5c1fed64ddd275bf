package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestorePoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which file tells what happened at each point of an LTX history: one that goes on from the point before it, the
/// lowest level where several do: compaction comes later, and a snapshot has a time of its own.
final class LtxChoice {
    private LtxChoice() {}

    /// By point, in their order. A file that does not go on from the point before is given where there is no other.
    static Map<RestorePoint, LtxFile> of(LtxHistory history) {
        Map<Txid, List<LtxFile>> endingAt = new HashMap<>();
        for (LtxFile file : history.files()) {
            endingAt.computeIfAbsent(file.max(), _ -> new ArrayList<>()).add(file);
        }
        Map<RestorePoint, LtxFile> chosen = new LinkedHashMap<>();
        long reached = 0;
        for (RestorePoint point : history.points()) {
            Txid txid = (Txid) point.place();
            chosen.put(point, lowest(endingAt.getOrDefault(txid, List.of()), goesOnFrom(reached)));
            reached = txid.value();
        }
        return chosen;
    }

    /// Files whose headers count for the times of these points besides those of the chosen ones: a snapshot has a time
    /// of its own, and what was captured there an earlier one.
    static List<LtxFile> alsoTold(LtxHistory history, Collection<LtxFile> chosen) {
        Map<Txid, Integer> levels = new HashMap<>();
        chosen.forEach(file -> levels.put(file.max(), file.level()));
        Map<Txid, LtxFile> lower = new TreeMap<>();
        for (LtxFile file : history.files()) {
            if (file.level() < levels.getOrDefault(file.max(), 0)) {
                lower.merge(file.max(), file, (one, other) -> one.level() <= other.level() ? one : other);
            }
        }
        return List.copyOf(lower.values());
    }

    static Predicate<LtxFile> goesOnFrom(long reached) {
        return file -> file.min().value() <= reached + 1;
    }

    private static LtxFile lowest(List<LtxFile> files, Predicate<LtxFile> goesOn) {
        return files.stream()
                .min(Comparator.comparing((LtxFile file) -> !goesOn.test(file)).thenComparing(LtxFile::level))
                .orElseThrow();
    }
}
