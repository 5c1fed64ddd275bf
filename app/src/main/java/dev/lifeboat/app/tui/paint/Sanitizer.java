package dev.lifeboat.app.tui.paint;

import java.util.Locale;

/// Makes text that is not ours fit to be shown: what could move the cursor, change its direction or hide in it becomes
/// a visible escape (tui.md 3.3).
public final class Sanitizer {
    private Sanitizer() {}

    /// Whether `clean` would leave `text` as it is.
    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (isUnsafe(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    public static String clean(String text) {
        if (isClean(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (isUnsafe(codePoint)) {
                clean.append(escape(codePoint));
            } else {
                clean.appendCodePoint(codePoint);
            }
        });
        return clean.toString();
    }

    static boolean isUnsafe(int codePoint) {
        return codePoint < 0x20
                || codePoint >= 0x7f && codePoint < 0xa0
                || codePoint == 0x00ad
                || codePoint == 0x061c
                || codePoint >= 0x200b && codePoint <= 0x200f && codePoint != 0x200d
                || codePoint >= 0x2028 && codePoint <= 0x202e
                || codePoint >= 0x2060 && codePoint <= 0x206f
                || codePoint == 0xfeff
                || codePoint >= 0xd800 && codePoint <= 0xdfff
                || codePoint >= 0xe0000 && codePoint <= 0xe0fff;
    }

    static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                codePoint < 0x100
                        ? String.format(Locale.ROOT, "\\x%02x", codePoint)
                        : String.format(Locale.ROOT, "\\u%04x", codePoint);
        };
    }
}
