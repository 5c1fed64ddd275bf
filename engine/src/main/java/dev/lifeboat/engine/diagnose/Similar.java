package dev.lifeboat.engine.diagnose;

import java.util.Comparator;
import java.util.List;

/// Names that somebody may have meant.
final class Similar {
    private static final int COMPARED = 200;
    private static final int CHARACTERS_A_SLIP = 4;

    private Similar() {}

    /// The likeliest first: the same last name wherever it lies, then the one that takes the fewest changes.
    static List<String> byLikeness(String wanted, List<String> names) {
        return names.stream()
                .sorted(Comparator.comparing((String name) -> !isSameLeaf(wanted, name))
                        .thenComparingInt(name -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /// Whether somebody may have mistyped, shortened or misplaced `name`: the same last name, one that begins like the
    /// other, or few characters that differ.
    static boolean isLikely(String wanted, String name) {
        if (isSameLeaf(wanted, name)) {
            return true;
        }
        int common = commonDirectories(wanted, name);
        String a = wanted.substring(common);
        String b = name.substring(common);
        int shorter = Math.min(a.length(), b.length());
        return shorter > 0
                && (a.startsWith(b) || b.startsWith(a) || distance(a, b) <= (shorter + 2) / CHARACTERS_A_SLIP);
    }

    private static int commonDirectories(String a, String b) {
        int common = 0;
        for (int i = 0; i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i); i++) {
            common = a.charAt(i) == '/' ? i + 1 : common;
        }
        return common;
    }

    private static boolean isSameLeaf(String wanted, String name) {
        return !wanted.isEmpty() && leaf(wanted).equals(leaf(name));
    }

    private static String leaf(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
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
