package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A way from a file that holds every page to a transaction, or why there is none.
///
/// The base that ends last is the best, whatever its level; from it always the file that leads furthest without a
/// hole (0.5 spec, section 4.2). That reaches as far as any choice would: what can be laid over an older state can be
/// laid over a newer one.
sealed interface LtxRoute {
    /// `avoided` are sentences about better files that could not be used.
    record Open(List<LtxFile> files, List<String> avoided) implements LtxRoute {}

    /// `gap` stands in the way; `straddling` is set where nothing is missing or damaged, but what leads on cannot be
    /// had without later transactions.
    record Closed(Gap gap, boolean straddling) implements LtxRoute {
        Problem problem(History history) {
            ProblemCode code = straddling
                    ? ProblemCode.NO_SUCH_POINT
                    : gap.missing() ? ProblemCode.BROKEN_CHAIN : ProblemCode.DAMAGED_OBJECT;
            return Problem.of(code, gap.key() + ": " + gap.reason())
                    .withDetail("transaction " + gap.at())
                    .withDetail("in " + history.location())
                    .withObjects(List.of(gap.key()))
                    .at(gap.at());
        }
    }

    /// How far a choice of files leads; nothing is reached without a base.
    record Way(List<LtxFile> files, long reached) {}

    Comparator<LtxFile> BEST_BASE = Comparator.comparing(LtxFile::max)
            .thenComparing(LtxFile::coversFromTheFirst)
            .thenComparingInt(LtxFile::level);

    Comparator<LtxFile> LEADS_FURTHEST = Comparator.comparing(LtxFile::max)
            .thenComparing(LtxFile::min, Comparator.reverseOrder())
            .thenComparingInt(LtxFile::level);

    static LtxRoute to(History history, Txid goal) {
        Way way = way(history, goal, isUsable(history));
        if (way.reached() < goal.value()) {
            return closed(history, goal, way.reached());
        }
        if (history.damage().isEmpty()) {
            return new Open(way.files(), List.of());
        }
        List<String> avoided = way(history, goal, _ -> true).files().stream()
                .filter(isUsable(history).negate())
                .map(file -> "not restored from " + file.key() + ": "
                        + history.damage().get(file.key()))
                .toList();
        return new Open(way.files(), avoided);
    }

    private static Predicate<LtxFile> isUsable(History history) {
        return file -> !history.damage().containsKey(file.key());
    }

    private static List<LtxFile> usable(History history, Txid goal, Predicate<LtxFile> isUsable) {
        return history.ltx().files().stream()
                .filter(isUsable.and(file -> file.max().compareTo(goal) <= 0))
                .toList();
    }

    /// The furthest way towards `goal` and not beyond it.
    private static Way way(History history, Txid goal, Predicate<LtxFile> isUsable) {
        List<LtxFile> usable = usable(history, goal, isUsable);
        return usable.stream()
                .filter(LtxFile::isBase)
                .max(BEST_BASE)
                .map(base -> way(usable, base, goal))
                .orElse(new Way(List.of(), 0));
    }

    private static Way way(List<LtxFile> usable, LtxFile base, Txid goal) {
        List<LtxFile> files = new ArrayList<>(List.of(base));
        LtxFile best = base;
        int next = 0;
        while (files.getLast().max().compareTo(goal) < 0) {
            long reached = files.getLast().max().value();
            while (next < usable.size() && usable.get(next).min().value() <= reached + 1) {
                best = LEADS_FURTHEST.compare(usable.get(next), best) > 0 ? usable.get(next) : best;
                next++;
            }
            if (best.max().value() <= reached) {
                break;
            }
            files.add(best);
        }
        return new Way(files, files.getLast().max().value());
    }

    /// Whether `base` would lead to `goal` if it held every page.
    static boolean leads(History history, LtxFile base, Txid goal) {
        return way(usable(history, goal, isUsable(history)), base, goal).reached() == goal.value();
    }

    private static Closed closed(History history, Txid goal, long reached) {
        long lost = reached + 1;
        Txid at = new Txid(lost);
        List<LtxFile> covering = history.ltx().files().stream()
                .filter(file -> file.covers(lost))
                .sorted(Comparator.comparingInt(LtxFile::level))
                .toList();
        Optional<LtxFile> straddling = covering.stream()
                .filter(isUsable(history))
                .filter(file -> file.max().compareTo(goal) > 0)
                .findFirst();
        if (straddling.isPresent()) {
            return new Closed(
                    new Gap(at, straddling.get().key(), beyond(straddling.get(), goal, reached), false), true);
        }
        return covering.stream()
                .filter(isUsable(history).negate())
                .findFirst()
                .map(file -> new Closed(new Gap(at, file.key(), history.damage().getOrDefault(file.key(), ""), false), false))
                .orElseGet(() -> new Closed(missing(history, reached), false));
    }

    private static String beyond(LtxFile file, Txid goal, long reached) {
        String has = "it also holds transactions behind " + goal;
        return reached == 0
                ? has + ", and nothing older holds the whole database"
                : has + ", and what leads on from " + new Txid(reached) + " is in no other file";
    }

    private static Gap missing(History history, long reached) {
        Txid at = new Txid(reached + 1);
        String key = history.ltx().names().file(0, at, at);
        Optional<Txid> next = history.ltx().files().stream()
                .map(LtxFile::min)
                .filter(min -> min.compareTo(at) > 0)
                .findFirst();
        String before = reached == 0
                ? "no file that holds the whole database is there"
                : "the files lead up to " + new Txid(reached);
        String after = next.map(min -> ", the next begins at " + min).orElse("");
        return new Gap(at, key, "it is missing: " + before + after, true);
    }

    /// The holes and the damaged files that no other file covers, in their order.
    static List<Gap> gaps(History history) {
        List<Gap> gaps = new ArrayList<>();
        long reached = 0;
        for (LtxFile file : history.ltx().files()) {
            if (isUsable(history).test(file) && file.max().value() > reached) {
                if (file.min().value() > reached + 1 && !file.isBase()) {
                    gaps.add(closed(history, file.max(), reached).gap());
                }
                reached = file.max().value();
            }
        }
        if (!history.ltx().isEmpty() && history.ltx().newest().value() > reached) {
            gaps.add(closed(history, history.ltx().newest(), reached).gap());
        }
        return gaps;
    }
}
