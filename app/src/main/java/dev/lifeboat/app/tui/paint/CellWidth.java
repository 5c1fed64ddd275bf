package dev.lifeboat.app.tui.paint;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// Width in terminal cells, for each cluster of a base character and the marks on it (tui.md 3.3).
public final class CellWidth {
    private static final int JOINER = 0x200d;
    private static final int LAST_ASCII = 0x7e;

    private CellWidth() {}

    public static int of(String text) {
        int cells = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            cells += Math.max(0, WCWidth.wcwidth(codePoint));
            i += Character.charCount(codePoint);
        }
        return cells;
    }

    /// The clusters of `text`: marks stay with their base. A joined emoji is only its first part, since terminals do
    /// not agree on its width and columns must hold.
    public static List<String> clusters(String text) {
        List<String> clusters = new ArrayList<>(text.length());
        StringBuilder cluster = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint == JOINER && i < text.length()) {
                i += Character.charCount(text.codePointAt(i));
            } else if (codePoint <= LAST_ASCII || WCWidth.wcwidth(codePoint) > 0) {
                flush(cluster, clusters);
                cluster.appendCodePoint(codePoint);
            } else if (!cluster.isEmpty()) {
                cluster.appendCodePoint(codePoint);
            }
        }
        flush(cluster, clusters);
        return clusters;
    }

    private static void flush(StringBuilder cluster, List<String> clusters) {
        if (!cluster.isEmpty()) {
            clusters.add(cluster.toString());
            cluster.setLength(0);
        }
    }
}
