package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.backup.History;
import java.util.ArrayList;
import java.util.List;

/// What names and sizes alone tell. Pure.
final class Tidings {
    /// An LZ4 frame with one byte in it: header, size of a block, the byte, end mark (0.3 spec, section 1.5).
    private static final int LEAST_LZ4_BYTES = 7 + 4 + 1 + 4;

    /// A file of the LTX format without a page: header, end of the pages, index, trailer (0.5 spec, section 1.9).
    private static final int LEAST_LTX_BYTES = 100 + 6 + 9 + 16;

    private final List<Broken> broken = new ArrayList<>();

    private Tidings() {}

    static List<Broken> of(History history) {
        Tidings tidings = new Tidings();
        history.generations().forEach(generation -> {
            generation.snapshots().forEach(each -> tidings.size(each.key(), each.sizeBytes(), LEAST_LZ4_BYTES));
            generation.segments().forEach(each -> tidings.size(each.key(), each.sizeBytes(), LEAST_LZ4_BYTES));
        });
        history.ltx().files().forEach(each -> tidings.size(each.key(), each.sizeBytes(), LEAST_LTX_BYTES));
        history.gaps().forEach(gap -> tidings.broken.add(new Broken(gap.key(), gap.reason(), gap.missing())));
        return tidings.broken;
    }

    private void size(String key, long bytes, int least) {
        if (bytes == 0) {
            broken.add(new Broken(key, "it is empty", false));
        } else if (bytes < least) {
            broken.add(new Broken(key, "it is cut: it has " + bytes + " bytes, the least is " + least, false));
        }
    }
}
