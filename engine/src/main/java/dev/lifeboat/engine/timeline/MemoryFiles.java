package dev.lifeboat.engine.timeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

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
        try {
            return Files.size(file) > MOST_BYTES ? Map.of() : decode(location, Files.readAllBytes(file));
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

    private static Map<ObjectIdentity, Facts> decode(String location, byte[] bytes) throws IOException {
        int end = bytes.length - Long.BYTES;
        if (end < Long.BYTES || ByteBuffer.wrap(bytes).getLong(end) != crc(bytes, end)) {
            throw new IOException("not whole");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
        if (in.readLong() != WORD || !in.readUTF().equals(location)) {
            throw new IOException("of another version or replica");
        }
        Map<ObjectIdentity, Facts> facts = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            facts.put(FactsCodec.readIdentity(in), FactsCodec.readFacts(in));
        }
        return facts;
    }

    private static long crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    @Override
    public Optional<String> keep(String location, Map<ObjectIdentity, Facts> facts) {
        try {
            Files.createDirectories(directory, DIRECTORY_FOR_OWNER);
            replace(file(location), encode(location, facts));
            forgetOldReplicas();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "what was learned cannot be kept in " + directory + ", the next look reads it again: " + e);
        }
    }

    private static byte[] encode(String location, Map<ObjectIdentity, Facts> facts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        int count = 0;
        for (Map.Entry<ObjectIdentity, Facts> each : newestFirst(facts)) {
            byte[] record = record(each.getKey(), each.getValue());
            if (body.size() + record.length > MOST_BYTES - (1 << 17)) {
                break;
            }
            out.write(record);
            count++;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream all = new DataOutputStream(whole);
        all.writeLong(WORD);
        all.writeUTF(location);
        all.writeInt(count);
        body.writeTo(all);
        all.writeLong(crc(whole.toByteArray(), whole.size()));
        return whole.toByteArray();
    }

    private static List<Map.Entry<ObjectIdentity, Facts>> newestFirst(Map<ObjectIdentity, Facts> facts) {
        return facts.entrySet().stream()
                .sorted(Map.Entry.<ObjectIdentity, Facts>comparingByKey(
                                Comparator.comparing(ObjectIdentity::storedAt).thenComparing(ObjectIdentity::key))
                        .reversed())
                .toList();
    }

    private static byte[] record(ObjectIdentity object, Facts facts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        FactsCodec.write(out, object);
        FactsCodec.write(out, facts);
        return bytes.toByteArray();
    }

    private void replace(Path file, byte[] bytes) throws IOException {
        Path beside = Files.createTempFile(directory, "new-", ".tmp", FILE_FOR_OWNER);
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private void forgetOldReplicas() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
        Map<Path, FileTime> written = new HashMap<>();
        for (Path file : files) {
            written.put(file, Files.getLastModifiedTime(file));
        }
        List<Path> oldestFirst =
                files.stream().sorted(Comparator.comparing(written::get)).toList();
        for (Path file : oldestFirst.subList(0, Math.max(0, files.size() - MOST_FILES))) {
            Files.deleteIfExists(file);
        }
    }
}
