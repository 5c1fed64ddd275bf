package dev.lifeboat.engine.diagnose;

import java.util.Comparator;
import java.util.List;

/// Names that somebody may have meant.
final class Similar {
    private static final int COMPARED = 200;

    private Similar() {}

    /// The one that takes the fewest changes; `names` is not empty.
    static String nearest(String wanted, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt((String name) -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /// The first `most`, and how many more there are.
    static String shown(List<String> names, int most) {
        String all = String.join(", ", names.subList(0, Math.min(most, names.size())));
        return names.size() <= most ? all : all + " and " + (names.size() - most) + " more";
    }

    /// Characters to insert, remove or replace; of long names their beginnings count.
    private static int distance(String left, String right) {
        String a = left.substring(0, Math.min(COMPARED, left.length()));
        String b = right.substring(0, Math.min(COMPARED, right.length()));
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}
