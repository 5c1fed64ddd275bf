package dev.lifeboat.engine.timeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/// One file a replica in a directory of ours, 0600 in 0700, named by a hash of the replica's location.
///
/// A file is: the word `LBPOINT1`, the location, the number of objects, the objects, and the CRC-32C of all that.
/// One that is not whole, of another version or of another location is as good as none, and is replaced when
/// something was learned. It is written beside and renamed. Of a replica with very many objects the newest are kept,
/// as many as fit into 16 MiB (70,000 or so); of many replicas the 64 that were written last.
public final class MemoryFiles implements ObjectMemory {
    static final int MOST_BYTES = 16 << 20;
    static final int MOST_FILES = 64;

    private static final long WORD = 0x4C42504F494E5431L;
    private static final String SUFFIX = ".points";
    private static final String UNFINISHED = "new-";
    private static final String UNFINISHED_SUFFIX = ".tmp";

    /// Room for the location (64 KiB at most), the number of objects and the checksum.
    private static final int BESIDE_OBJECTS_BYTES = 1 << 17;

    /// What was begun longer ago than this is nobody's any more.
    private static final Duration LONGEST_WRITE = Duration.ofHours(1);

    private static final FileAttribute<?> FILE_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> DIRECTORY_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    /// The directory is made when there is something to keep.
    public MemoryFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Map<ObjectIdentity, Facts> recall(String location) {
        Path file = file(location);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return Files.size(file) > MOST_BYTES ? Map.of() : read(in, location);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Not ours, not whole or not readable: everything is read again.
            return Map.of();
        }
    }

    private Path file(String location) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(location.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(hash, 0, 16) + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One object at a time, so that the bytes are never held beside the facts. What is not whole shows at the end, and
    /// nothing of it is used.
    private static Map<ObjectIdentity, Facts> read(InputStream file, String location) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(file, new CRC32C());
        DataInputStream in = new DataInputStream(checked);
        if (in.readLong() != WORD || !in.readUTF().equals(location)) {
            throw new IOException("of another version or replica");
        }
        Map<ObjectIdentity, Facts> facts = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            facts.put(FactsCodec.readIdentity(in), FactsCodec.readFacts(in));
        }
        long sum = checked.getChecksum().getValue();
        if (in.readLong() != sum || in.read() >= 0) {
            throw new IOException("not whole");
        }
        return facts;
    }

    @Override
    public Optional<String> keep(String location, Map<ObjectIdentity, Facts> facts) {
        try {
            Files.createDirectories(directory, DIRECTORY_FOR_OWNER);
            replace(file(location), location, facts);
            forget();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "what was learned cannot be kept in " + directory + ", the next look reads it again: " + e);
        }
    }

    /// One object at a time, so that the whole is never held beside the facts.
    private static void write(OutputStream file, String location, Map<ObjectIdentity, Facts> facts) throws IOException {
        List<Map.Entry<ObjectIdentity, Facts>> kept = thatFit(newestFirst(facts));
        CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(WORD);
        out.writeUTF(location);
        out.writeInt(kept.size());
        for (Map.Entry<ObjectIdentity, Facts> each : kept) {
            write(out, each);
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /// The number of objects stands before them, so they are measured first.
    private static List<Map.Entry<ObjectIdentity, Facts>> thatFit(List<Map.Entry<ObjectIdentity, Facts>> facts)
            throws IOException {
        DataOutputStream measure = new DataOutputStream(OutputStream.nullOutputStream());
        int count = 0;
        while (count < facts.size() && measure.size() <= MOST_BYTES - BESIDE_OBJECTS_BYTES) {
            write(measure, facts.get(count++));
        }
        return measure.size() <= MOST_BYTES - BESIDE_OBJECTS_BYTES ? facts : facts.subList(0, count - 1);
    }

    private static void write(DataOutputStream out, Map.Entry<ObjectIdentity, Facts> object) throws IOException {
        FactsCodec.write(out, object.getKey());
        FactsCodec.write(out, object.getValue());
    }

    private static List<Map.Entry<ObjectIdentity, Facts>> newestFirst(Map<ObjectIdentity, Facts> facts) {
        return facts.entrySet().stream()
                .sorted(Map.Entry.<ObjectIdentity, Facts>comparingByKey(
                                Comparator.comparing(ObjectIdentity::storedAt).thenComparing(ObjectIdentity::key))
                        .reversed())
                .toList();
    }

    private void replace(Path file, String location, Map<ObjectIdentity, Facts> facts) throws IOException {
        Path beside = Files.createTempFile(directory, UNFINISHED, UNFINISHED_SUFFIX, FILE_FOR_OWNER);
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                write(out, location, facts);
                out.flush();
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Also what killed processes have begun. Other processes do the same here at the same time.
    private void forget() throws IOException {
        Map<Path, Instant> written = written();
        List<Path> oldestFirst = written.keySet().stream()
                .filter(file -> file.toString().endsWith(SUFFIX))
                .sorted(Comparator.comparing(written::get))
                .toList();
        for (Path file : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MOST_FILES))) {
            Files.deleteIfExists(file);
        }
        Instant newest =
                written.values().stream().max(Comparator.naturalOrder()).orElse(Instant.MIN);
        for (Map.Entry<Path, Instant> each : written.entrySet()) {
            if (isUnfinished(each.getKey())
                    && each.getValue().plus(LONGEST_WRITE).isBefore(newest)) {
                Files.deleteIfExists(each.getKey());
            }
        }
    }

    private static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(UNFINISHED) && name.endsWith(UNFINISHED_SUFFIX);
    }

    private Map<Path, Instant> written() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.toList();
        }
        Map<Path, Instant> written = new HashMap<>();
        for (Path file : files) {
            try {
                written.put(file, Files.getLastModifiedTime(file).toInstant());
            } catch (NoSuchFileException e) {
                // Another process has deleted it.
                continue;
            }
        }
        return written;
    }
}
