package dev.lifeboat.engine.replicate;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/// The directory `.NAME-lifeboat` beside a database, held by one process at a time (DB-8).
///
/// `lock` is locked and empty, `holder` says who it is, in JSON. The kernel drops the lock with the process, so a
/// `kill -9` leaves nothing to clean up; `holder` alone means nothing.
final class MetaDirectory implements Closeable {
    private static final FileAttribute<?> DIRECTORY_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel lock;

    private MetaDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes the directory where it is missing, and takes it. Throws [ProblemException] (`HELD_BY_ANOTHER`) that says
    /// who has it.
    static MetaDirectory take(Path path, Clock clock) throws IOException {
        try {
            Files.createDirectory(path, DIRECTORY_FOR_OWNER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        refuseOurselves(path);
        FileChannel channel = FileChannel.open(
                path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FOR_OWNER);
        try {
            if (!isLocked(channel)) {
                throw new ProblemException(held(path));
            }
            MetaDirectory directory = new MetaDirectory(path, channel);
            directory.write("holder", holder(clock.instant()));
            return directory;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Opening and closing `lock` once more in this process would drop the lock that it already has: POSIX again.
    private static void refuseOurselves(Path path) {
        JsonObject holder = readHolder(path);
        long pid = ProcessHandle.current().pid();
        if (holder.has("pid")
                && holder.get("pid").getAsLong() == pid
                && holder.has("process_started_at")
                && holder.get("process_started_at").getAsString().equals(processStart())) {
            throw new ProblemException(held(path));
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static JsonObject holder(Instant now) {
        JsonObject holder = new JsonObject();
        holder.addProperty("host", host());
        holder.addProperty("pid", ProcessHandle.current().pid());
        holder.addProperty("process_started_at", processStart());
        holder.addProperty("since", now.toString());
        return holder;
    }

    private static String processStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(Instant::toString)
                .orElse("");
    }

    /// As the kernel calls it.
    static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static Problem held(Path path) {
        JsonObject holder = readHolder(path);
        String who = holder.has("pid") && holder.has("host") && holder.has("since")
                ? "process " + holder.get("pid").getAsString() + " on "
                        + holder.get("host").getAsString() + " since "
                        + holder.get("since").getAsString()
                : "a process that has not said its name yet";
        return Problem.of(ProblemCode.HELD_BY_ANOTHER, "another Lifeboat replicates this database: " + who)
                .withDetail("it holds " + path.resolve("lock"))
                .withSafe("nothing was opened");
    }

    private static JsonObject readHolder(Path path) {
        try {
            return new JsonStreamParser(Files.readString(path.resolve("holder")))
                    .next()
                    .getAsJsonObject();
        } catch (IOException | JsonParseException | NoSuchElementException | IllegalStateException e) {
            return new JsonObject();
        }
    }

    Path path() {
        return path;
    }

    Path spool() {
        return path.resolve("spool");
    }

    /// Replaces one small file of ours as a whole; on stable storage when this returns.
    void write(String name, JsonObject object) throws IOException {
        Path temporary = path.resolve(name + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel file = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FOR_OWNER)) {
            ByteBuffer bytes = ByteBuffer.wrap((object + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(temporary, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// The text of one small file of ours; nothing where it cannot be read.
    Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        // The name goes first: who takes the lock after us writes its own.
        Files.deleteIfExists(path.resolve("holder"));
        lock.close();
    }
}
