package dev.lifeboat.app.output;

/// Makes text from databases, stores and hosts harmless for a terminal and for a log (SE-11).
///
/// C0 and C1 controls, DEL, bidirectional controls, line separators and lone surrogates become visible
/// escapes. What is harmless already is returned as it is.
public final class SafeText {
    private SafeText() {}

    public static String of(String text) {
        return text.codePoints().anyMatch(SafeText::isDangerous) ? escaped(text) : text;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                if (!isDangerous(c)) {
                    safe.appendCodePoint(c);
                } else {
                    safe.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
                }
            }
        }
    }

    private static boolean isDangerous(int c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= 0xd800 && c <= 0xdfff);
    }
}
