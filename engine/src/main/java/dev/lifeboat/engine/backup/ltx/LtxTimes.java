package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The true times of the files around an asked moment, from their headers: storage times are those of uploads, and
/// copies move them (0.5 spec, section 2.3).
///
/// In each level times rise with the transactions, so the last file at or before the moment is found by cutting: a
/// handful of headers for thousands of files. Those between two files that were read lie between their times.
final class LtxTimes {
    /// How many headers of a level are read at once. More at a time are fewer waits, and more requests.
    private static final int CUTS = 15;

    private final LtxReads reads;

    LtxTimes(LtxReads reads) {
        this.reads = reads;
    }

    History learn(History history, RestoreTarget target) throws IOException {
        return switch (target) {
            case RestoreTarget.AtTime(Instant time, Optional<?> generation)
            when generation.isEmpty() -> around(history, time);
            case RestoreTarget.Latest(Optional<?> generation) when generation.isEmpty() -> newest(history);
            case RestoreTarget.UpToTxid(Txid txid) -> at(history, txid, 2);
            case RestoreTarget.AtPoint(Txid txid) -> at(history, txid, 2);
            default -> history;
        };
    }

    /// Also where one file ends there, if the two formats are to be compared.
    private History newest(History history) throws IOException {
        Txid newest = history.ltx().files().stream()
                .map(LtxFile::max)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return at(history, newest, history.generations().isEmpty() ? 2 : 1);
    }

    /// The time of the state that `txid` left: the earliest of the files that end there, of which a restore reads one.
    /// Where there are fewer than `least` it tells the time itself.
    private History at(History history, Txid txid, int least) throws IOException {
        List<LtxFile> files = history.ltx().files().stream()
                .filter(file -> file.max().equals(txid) && !history.damage().containsKey(file.key()))
                .toList();
        boolean isKnown = files.stream().allMatch(file -> file.timeSource() == TimeSource.WRITER);
        return files.size() < least || isKnown ? history : LtxReads.with(history, reads.headers(files));
    }

    private History around(History history, Instant time) throws IOException {
        Map<Integer, List<LtxFile>> levels = history.ltx().files().stream()
                .filter(file -> !history.damage().containsKey(file.key()))
                .collect(Collectors.groupingBy(LtxFile::level, TreeMap::new, Collectors.toList()));
        List<LtxReads.Learned> learned = new ArrayList<>();
        Parallel.map(levels.values(), files -> cut(files, time)).forEach(learned::addAll);
        History known = LtxReads.with(history, learned);
        return known.withLtx(between(known.ltx()));
    }

    /// What was learned on the way to the last file at or before `time`.
    private List<LtxReads.Learned> cut(List<LtxFile> level, Instant time) throws IOException {
        List<LtxReads.Learned> learned = new ArrayList<>();
        List<LtxFile> left = new ArrayList<>(level);
        while (!left.isEmpty()) {
            List<LtxReads.Learned> read = reads.headers(spread(left));
            learned.addAll(read);
            LtxFile after = null;
            LtxFile before = null;
            for (LtxReads.Learned each : read) {
                Optional<Instant> found = each.time();
                if (found.isPresent() && found.get().isAfter(time)) {
                    after = after == null ? each.file() : after;
                } else if (found.isPresent() && after == null) {
                    before = each.file();
                }
            }
            int from = before == null ? 0 : left.indexOf(before) + 1;
            int to = after == null ? left.size() : left.indexOf(after);
            left = new ArrayList<>(left.subList(from, to));
            left.removeAll(read.stream().map(LtxReads.Learned::file).toList());
        }
        return learned;
    }

    private static List<LtxFile> spread(List<LtxFile> files) {
        if (files.size() <= CUTS) {
            return files;
        }
        List<LtxFile> spread = new ArrayList<>();
        for (int i = 1; i <= CUTS; i++) {
            spread.add(files.get((int) ((long) files.size() * i / (CUTS + 1))));
        }
        return spread;
    }

    /// Holds the storage times of files that were not read between the times of their neighbours that were.
    static LtxHistory between(LtxHistory ltx) {
        Map<String, Instant> bounded = new TreeMap<>();
        Map<Integer, Instant> lowest = new TreeMap<>();
        for (LtxFile file : ltx.files()) {
            bound(file, lowest, bounded, true);
        }
        Map<Integer, Instant> highest = new TreeMap<>();
        for (LtxFile file : ltx.files().reversed()) {
            bound(file, highest, bounded, false);
        }
        return ltx.withFiles(file -> file.timeSource() == TimeSource.WRITER
                ? file
                : file.at(bounded.getOrDefault(file.key(), file.time()), file.timeSource()));
    }

    private static void bound(
            LtxFile file, Map<Integer, Instant> limits, Map<String, Instant> bounded, boolean fromBelow) {
        if (file.timeSource() == TimeSource.WRITER) {
            limits.put(file.level(), file.time());
            return;
        }
        Instant limit = limits.get(file.level());
        Instant time = bounded.getOrDefault(file.key(), file.time());
        if (limit != null && (fromBelow ? time.isBefore(limit) : time.isAfter(limit))) {
            bounded.put(file.key(), limit);
        }
    }
}
