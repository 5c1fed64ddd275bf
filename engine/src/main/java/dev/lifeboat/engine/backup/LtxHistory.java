package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Txid;
import java.util.Comparator;
import java.util.List;
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

    /// The points whose state these files hold, in the order of their transactions, see [LtxPoints].
    public List<RestorePoint> points() {
        return new LtxPoints(files).held();
    }

    public LtxHistory withFiles(UnaryOperator<LtxFile> change) {
        return new LtxHistory(names, files.stream().map(change).toList());
    }
}
