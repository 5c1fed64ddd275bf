package dev.lifeboat.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// The only way in which an address for sqlite-jdbc is made (SE-6): `jdbc:sqlite:file:`, the absolute path with every
/// byte outside a short list percent-encoded, and our own parameters.
///
/// A file called `x.db?enable_load_extension=true` or `:resource:http:…` is then a file and nothing else.
public record SqliteUrl(String text) {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/";

    /// Reads, never writes the database, never creates it. In WAL mode SQLite may still make an empty `-wal` and a
    /// `-shm` beside it.
    public static SqliteUrl readOnly(Path file) {
        return of(file, "mode=ro");
    }

    /// Reads and writes a file that exists.
    public static SqliteUrl readWrite(Path file) {
        return of(file, "mode=rw");
    }

    /// Makes the file where there is none. For files of our own only.
    public static SqliteUrl create(Path file) {
        return of(file, "mode=rwc");
    }

    /// Reads without locks and without side files. Only for a copy that nobody else has open and that has no `-wal`:
    /// on a live file it shows a state that never was (DB-5).
    public static SqliteUrl privateCopy(Path file) {
        return of(file, "mode=ro&immutable=1");
    }

    private static SqliteUrl of(Path file, String parameters) {
        StringBuilder url = new StringBuilder("jdbc:sqlite:file:");
        for (byte each : file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xFF);
            if (PLAIN.indexOf(character) >= 0) {
                url.append(character);
            } else {
                url.append(String.format(Locale.ROOT, "%%%02X", (int) character));
            }
        }
        return new SqliteUrl(url.append('?').append(parameters).toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
