package dev.lifeboat.app.config;

import java.nio.file.Path;
import java.util.Locale;

/// Whose file it is. Litestream ignores keys that it does not know, so a file that was written for it may
/// hold some; in ours an unknown key is a mistake.
public enum Dialect {
    LIFEBOAT,
    LITESTREAM;

    /// A file is Litestream's where its name says so. Any other name is read strictly.
    public static Dialect of(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).contains("litestream") ? LITESTREAM : LIFEBOAT;
    }
}
