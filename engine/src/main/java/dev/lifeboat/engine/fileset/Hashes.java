package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What the files of a set hold, as evidence: name, size and SHA-256. Reads and closes each file, so only in a process
/// that has no SQLite open on them.
public final class Hashes {
    private static final int BUFFER_BYTES = 1 << 16;

    private Hashes() {}

    public record Entry(String name, long bytes, String sha256) {
        @Override
        public String toString() {
            return name + " " + bytes + " bytes sha256 " + sha256;
        }
    }

    /// The database and those side files that are there.
    public static List<Entry> of(FileSet set) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : set.present()) {
            entries.add(entry(file));
        }
        return List.copyOf(entries);
    }

    public static Entry entry(Path file) throws IOException {
        return new Entry(file.getFileName().toString(), Files.size(file), sha256(file));
    }

    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
