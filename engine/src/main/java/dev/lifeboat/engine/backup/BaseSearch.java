package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Txid;
import java.util.Comparator;
import java.util.List;

/// Which files of the LTX format would open a way if they held every page, where nothing else does: for who can read
/// them. `before` lead to the target, the newest first; `after` lead to what comes next behind it, the oldest first.
/// Both are empty where the target can be had already or is not of that format.
public record BaseSearch(List<LtxFile> before, List<LtxFile> after) {
    private static final BaseSearch NOTHING = new BaseSearch(List.of(), List.of());

    public static BaseSearch of(History history, RestoreTarget target) {
        return LtxPlanner.goal(history, target)
                .filter(goal -> LtxRoute.to(history, goal) instanceof LtxRoute.Closed)
                .map(goal -> around(history, goal))
                .orElse(NOTHING);
    }

    private static BaseSearch around(History history, Txid goal) {
        List<LtxFile> unknown = history.ltx().files().stream()
                .filter(file -> file.extent() == LtxFile.Extent.UNKNOWN
                        && !file.coversFromTheFirst()
                        && !history.damage().containsKey(file.key()))
                .toList();
        // What leads further from an older state leads at least as far from a newer one: the first that does not
        // lead there ends the search.
        List<LtxFile> before = unknown.stream()
                .filter(file -> file.max().compareTo(goal) <= 0)
                .sorted(LtxRoute.BEST_BASE.reversed())
                .takeWhile(file -> LtxRoute.leads(history, file, goal))
                .toList();
        return new BaseSearch(before, isFollowed(history, goal) ? List.of() : after(unknown, goal));
    }

    private static List<LtxFile> after(List<LtxFile> unknown, Txid goal) {
        return unknown.stream()
                .filter(file -> file.max().compareTo(goal) > 0)
                .sorted(Comparator.comparing(LtxFile::max).thenComparing(LtxFile::level))
                .toList();
    }

    private static boolean isFollowed(History history, Txid goal) {
        return history.ltx().files().stream()
                .filter(LtxFile::isBase)
                .anyMatch(file ->
                        file.max().compareTo(goal) > 0 && !history.damage().containsKey(file.key()));
    }
}
