package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.paint.Glyphs;
import dev.lifeboat.app.tui.paint.Theme;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// How the full screen paints on this terminal (tui.md 8.2, 8.3).
public record Looks(Glyphs glyphs, Theme theme, Charset charset) {
    /// `color` was decided by the caller. The charset comes from the locale, not from the VM's default.
    public static Looks of(Map<String, String> environment, boolean color, boolean ascii) {
        boolean utf8 = locale(environment).matches(".*utf-?8.*");
        boolean plain = ascii || !utf8 || environment.getOrDefault("TERM", "").equals("linux");
        return new Looks(
                plain ? Glyphs.ASCII : Glyphs.UNICODE,
                color ? Theme.DEFAULT : Theme.MONO,
                utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII);
    }

    private static String locale(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
