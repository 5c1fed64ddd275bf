package dev.lifeboat.app.command;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lifeboat.app.output.EarlierRestore;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.TimeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// What recoveries into a directory put there: a sum and a line of JSON for each database, on stable storage before
/// the database gets its name. A recovery that was killed is followed by one that knows which files are its own:
/// those with the content that stands here. See `docs/decisions/a-recovery-that-was-killed.md`.
record RecoveryRecord(Path file) {
    private static final String FILE_NAME = ".lifeboat-recover.jsonl";

    /// Ten thousand databases, twice.
    private static final long MAX_BYTES = 16 << 20;

    private static final int SUM_LENGTH = "00000000 ".length();

    static RecoveryRecord in(Path directory) {
        return new RecoveryRecord(directory.resolve(FILE_NAME));
    }

    /// Notes a database. What a kill left of an earlier line stays a line of its own.
    void add(EarlierRestore restored) throws IOException {
        String json = json(restored).toString();
        ByteBuffer line = StandardCharsets.UTF_8.encode("\n" + sum(json) + json + "\n");
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    /// What was noted last of each name.
    Map<String, EarlierRestore> read() throws IOException {
        Map<String, EarlierRestore> last = new TreeMap<>();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_BYTES) {
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(RecoveryRecord::isWhole)
                    .flatMap(line -> parsed(line.substring(SUM_LENGTH)).stream())
                    .forEach(each -> last.put(each.name(), each));
        }
        return last;
    }

    private static JsonObject json(EarlierRestore restored) {
        JsonObject object = new JsonObject();
        object.addProperty("name", restored.name());
        object.addProperty("url", restored.url());
        object.add("asked", Json.text(restored.asked()));
        object.addProperty("point", restored.point().id());
        object.addProperty("time", restored.point().time().toString());
        object.addProperty("time_source", restored.point().timeSource().name());
        object.addProperty("bytes", restored.bytes());
        object.addProperty("sha256", restored.sha256());
        object.add("checks", Json.texts(restored.checks()));
        return object;
    }

    /// Nothing where another version wrote it in its own way.
    private static Optional<EarlierRestore> parsed(String line) {
        try {
            return Optional.of(restored(line));
        } catch (RuntimeException e) {
            // Of any kind: a key that is missing, a value of another type, a word that this version does not know.
            return Optional.empty();
        }
    }

    private static EarlierRestore restored(String line) {
        JsonObject object = new Gson().fromJson(line, JsonObject.class);
        JsonElement asked = object.get("asked");
        return new EarlierRestore(
                object.get("name").getAsString(),
                object.get("url").getAsString(),
                asked.isJsonNull() ? Optional.empty() : Optional.of(Instant.parse(asked.getAsString())),
                point(object),
                object.get("bytes").getAsLong(),
                object.get("sha256").getAsString(),
                object.getAsJsonArray("checks").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList());
    }

    private static RestorePoint point(JsonObject object) {
        return new RestorePoint(
                PointId.parse(object.get("point").getAsString()).orElseThrow(),
                Instant.parse(object.get("time").getAsString()),
                TimeSource.valueOf(object.get("time_source").getAsString()),
                0,
                RestorePoint.Kind.COMMIT);
    }

    /// A kill may cut a line: it is ours as far as the sum in front of it says so.
    private static boolean isWhole(String line) {
        return line.length() > SUM_LENGTH && line.startsWith(sum(line.substring(SUM_LENGTH)));
    }

    private static String sum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue()) + " ";
    }
}
