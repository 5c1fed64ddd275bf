package dev.lifeboat.rig;

import java.nio.file.Path;

/// Addresses for sqlite-jdbc. The rig names its files itself, with plain characters only.
public final class SqliteAddress {
    private SqliteAddress() {}

    public static String create(Path file) {
        return of(file, "rwc");
    }

    /// Reads a live database or a restored one; closing it as the last one checkpoints nothing.
    public static String readOnly(Path file) {
        return of(file, "ro");
    }

    private static String of(Path file, String mode) {
        String path = file.toAbsolutePath().toString();
        if (!path.matches("[A-Za-z0-9._/-]+")) {
            throw new IllegalArgumentException("the rig uses plain names only: " + path);
        }
        return "jdbc:sqlite:file:" + path + "?mode=" + mode;
    }
}
