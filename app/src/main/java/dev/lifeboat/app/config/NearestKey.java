package dev.lifeboat.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known key that a mistyped one was probably meant to be.
final class NearestKey {
    private NearestKey() {}

    /// Nothing where no key is near: two edits for short words, a third of the letters for long ones.
    static Optional<String> to(String wrong, Collection<String> known) {
        return known.stream()
                .filter(key -> distance(wrong, key) <= Math.max(2, key.length() / 3))
                .min(Comparator.<String>comparingInt(key -> distance(wrong, key))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, 1 + d[i - 2][j - 2]) : best;
    }
}
