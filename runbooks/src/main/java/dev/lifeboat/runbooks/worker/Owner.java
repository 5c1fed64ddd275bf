package dev.lifeboat.runbooks.worker;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.runbooks.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Which process works on a run: pid, start time of the process and boot id together name one process for ever
/// (RB-4).
public record Owner(long pid, String processStart, String bootId) {
    private static final String NAME = "owner";

    static Owner ofThisProcess() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new Owner(pid, startOf(pid).orElse(""), thisBoot());
    }

    /// The owner that the directory of a run names; nothing where none does.
    public static Optional<Owner> read(Path runDirectory) throws IOException {
        try {
            JsonObject json = Json.parse(Files.readString(runDirectory.resolve(NAME)));
            return Optional.of(new Owner(Json.number(json, "pid"), Json.text(json, "start"), Json.text(json, "boot")));
        } catch (NoSuchFileException | JsonParseException e) {
            return Optional.empty();
        }
    }

    void write(Path runDirectory) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("pid", pid);
        json.addProperty("start", processStart);
        json.addProperty("boot", bootId);
        Path next = runDirectory.resolve(NAME + ".next");
        Files.writeString(next, json + "\n");
        Files.move(next, runDirectory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    static void remove(Path runDirectory) throws IOException {
        Files.deleteIfExists(runDirectory.resolve(NAME));
    }

    /// Whether that process, and no later one with its number, is at work in this boot.
    public boolean isAlive() throws IOException {
        return bootId.equals(thisBoot())
                && startOf(pid).map(processStart::equals).orElse(false);
    }

    private static String thisBoot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /// Field 22 of `stat`, in ticks since the boot; nothing for a process that is gone or a zombie.
    private static Optional<String> startOf(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in field 2 may hold blanks and brackets; the fields behind its last bracket cannot.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean gone = fields[0].equals("Z") || fields[0].equals("X");
            return gone ? Optional.empty() : Optional.of(fields[19]);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.exists(Path.of("/proc", Long.toString(pid)))) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
