package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.backup.BaseSearch;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxFile.Extent;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.ltx.LtxHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds files that hold every page though their names do not say so, where no other base leads to a target.
///
/// Litestream takes such a file for changes only and gives up. It writes one whenever it has lost its place in the
/// WAL (0.5 spec, section 3.4), and a VACUUM is one too.
final class LtxBases {
    /// What a page takes at least in a file: its header, and its entry in the index.
    private static final int LEAST_PAGE_BYTES = 9;

    private final LtxReads reads;

    LtxBases(LtxReads reads) {
        this.reads = reads;
    }

    History learn(History history, RestoreTarget target) throws IOException {
        BaseSearch search = BaseSearch.of(history, target);
        History known = firstWhole(history, search.before());
        return firstWhole(known, search.after());
    }

    /// Reads on until a file with every page was found.
    private History firstWhole(History history, List<LtxFile> files) throws IOException {
        History known = history;
        for (int at = 0; at < files.size(); at += Parallel.WIDTH) {
            List<LtxFile> some = files.subList(at, Math.min(at + Parallel.WIDTH, files.size()));
            List<LtxReads.Learned> headers = reads.headers(some);
            known = LtxReads.with(known, headers.stream().map(LtxBases::judged).toList());
            List<LtxFile> promising = new ArrayList<>();
            headers.stream()
                    .filter(each -> judged(each).extent() == Extent.UNKNOWN)
                    .map(LtxReads.Learned::file)
                    .forEach(promising::add);
            for (LtxFile file : promising) {
                List<LtxReads.Learned> read = reads.wholes(List.of(file));
                known = LtxReads.with(known, read);
                if (read.getFirst().extent() == Extent.WHOLE) {
                    return known;
                }
            }
        }
        return known;
    }

    /// A file that is too small for every page is not read further.
    private static LtxReads.Learned judged(LtxReads.Learned learned) {
        boolean tooSmall = learned.header()
                .map(header -> learned.file().sizeBytes() < leastBytes(header))
                .orElse(false);
        return tooSmall
                ? new LtxReads.Learned(learned.file(), learned.header(), Extent.PART, learned.damage())
                : learned;
    }

    private static long leastBytes(LtxHeader header) {
        int page = LEAST_PAGE_BYTES + header.pageSize().bytes() / 255;
        return LtxHeader.BYTES + LtxReads.everyPage(header) * page;
    }
}
