package dev.lifeboat.engine.store.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Guesses where a listing may be cut, so that what lies behind each cut is asked for at the same time.
///
/// The names that backups use count upwards in lower-case hexadecimal digits of a fixed width, so that the keys of one
/// page tell how far the next will reach. Any cut is a right one: a bad guess costs a request, never a key.
final class Cuts {
    /// What a `long` holds without its sign.
    private static final int MOST_DIGITS = 15;

    /// Fewer names say nothing of those that follow.
    private static final int FEW = 100;

    /// Of what a page reached. Names are not evenly spread, and a range that is longer than a page takes a second
    /// request after the first.
    private static final double SHARE = 0.9;

    private static final String DIGITS = "0123456789abcdef";

    private Cuts() {}

    /// Up to `most` texts behind the last of `page`, which is in order, each less than one such page further.
    /// None where the names in its last folder are too few or do not differ in such a number.
    static List<String> behind(List<String> page, int most) {
        String last = page.getLast();
        String folder = last.substring(0, last.lastIndexOf('/') + 1);
        List<String> names = page.stream().filter(key -> key.startsWith(folder)).toList();
        return names.size() < FEW
                ? List.of()
                : behind(names.getFirst(), last, (double) page.size() / names.size(), most);
    }

    private static List<String> behind(String first, String last, double pages, int most) {
        int differs = 0;
        while (differs < Math.min(first.length(), last.length()) && first.charAt(differs) == last.charAt(differs)) {
            differs++;
        }
        int begin = differs;
        while (isDigit(last, begin - 1) && differs - begin < MOST_DIGITS / 2) {
            begin--;
        }
        int end = differs;
        while (isDigit(last, end) && isDigit(first, end) && end - begin < MOST_DIGITS) {
            end++;
        }
        if (end == differs) {
            return List.of();
        }
        long from = number(last, begin, end);
        double page = (from - number(first, begin, end)) * pages;
        return numbers(from, Math.max(1, (long) (page * SHARE)), end - begin, most).stream()
                .map(last.substring(0, begin)::concat)
                .toList();
    }

    private static List<String> numbers(long from, long step, int digits, int most) {
        List<String> numbers = new ArrayList<>();
        long largest = (1L << (4 * digits)) - 1;
        for (long at = from; numbers.size() < most && at <= largest - step; ) {
            at += step;
            numbers.add(String.format(Locale.ROOT, "%0" + digits + "x", at));
        }
        return numbers;
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && DIGITS.indexOf(text.charAt(at)) >= 0;
    }

    private static long number(String text, int begin, int end) {
        return Long.parseLong(text.substring(begin, end), 16);
    }
}
