package dev.lifeboat.engine.fileset;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The note in a quarantine that says which inode is which: `swap.json`, written before the act that it explains.
///
/// Names alone cannot tell an old `-wal` from a new one after a crash; inodes stay the same under a rename. `kept` and
/// `replaced` are there once the old and the new database have a second name in the quarantine; `sides` once nobody can
/// open the old set any more, and holds the side files it had in that moment; `guard` once there is one.
record SwapManifest(
        String id,
        String database,
        long oldInode,
        long newInode,
        Optional<Kept> kept,
        Optional<Map<SideFile, Long>> sides,
        OptionalLong replacedInode,
        OptionalLong guardInode) {
    static final String FILE_NAME = "swap.json";

    /// What the quarantine has of the old database: the same inode, or a copy with the hash of both.
    record Kept(long inode, Optional<String> copiedSha256) {}

    static SwapManifest begin(String id, String database, long oldInode, long newInode) {
        return new SwapManifest(
                id,
                database,
                oldInode,
                newInode,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    SwapManifest withKept(Kept how) {
        return new SwapManifest(id, database, oldInode, newInode, Optional.of(how), sides, replacedInode, guardInode);
    }

    SwapManifest withSides(Map<SideFile, Long> found) {
        return new SwapManifest(id, database, oldInode, newInode, kept, Optional.of(found), replacedInode, guardInode);
    }

    SwapManifest withReplaced(long inode) {
        return new SwapManifest(id, database, oldInode, newInode, kept, sides, OptionalLong.of(inode), guardInode);
    }

    SwapManifest withGuard(long inode) {
        return new SwapManifest(id, database, oldInode, newInode, kept, sides, replacedInode, OptionalLong.of(inode));
    }

    boolean isGuard(long inode) {
        return guardInode.isPresent() && guardInode.getAsLong() == inode;
    }

    boolean isOld(long inode) {
        return inode == oldInode || kept.map(k -> k.inode() == inode).orElse(false);
    }

    boolean isNew(long inode) {
        return inode == newInode || (replacedInode.isPresent() && replacedInode.getAsLong() == inode);
    }

    boolean isOldSide(SideFile side, long inode) {
        return sides.map(all -> all.get(side)).map(known -> known == inode).orElse(false);
    }

    static Optional<SwapManifest> read(Path quarantine) throws IOException {
        Path file = quarantine.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    parse(new JsonStreamParser(Files.readString(file)).next().getAsJsonObject()));
        } catch (JsonParseException | IllegalStateException | NullPointerException | NoSuchElementException e) {
            throw new IOException("not a note of a swap: " + file, e);
        }
    }

    /// Beside, synced, renamed: the note is the earlier one or the later one, never half of one.
    void write(Path quarantine, Disk disk) throws IOException {
        Path beside = quarantine.resolve(FILE_NAME + ".tmp");
        disk.write(beside, json().toString().getBytes(StandardCharsets.UTF_8));
        disk.syncFile(beside);
        disk.rename(beside, quarantine.resolve(FILE_NAME));
        disk.syncDirectory(quarantine);
    }

    private static SwapManifest parse(JsonObject json) {
        Optional<Map<SideFile, Long>> sides =
                Optional.ofNullable(json.getAsJsonObject("sides")).map(SwapManifest::parseSides);
        return new SwapManifest(
                json.get("id").getAsString(),
                json.get("database").getAsString(),
                json.get("old").getAsLong(),
                json.get("new").getAsLong(),
                Optional.ofNullable(json.getAsJsonObject("kept")).map(SwapManifest::parseKept),
                sides,
                parseInode(json.get("replaced")),
                parseInode(json.get("guard")));
    }

    private static OptionalLong parseInode(@Nullable JsonElement inode) {
        return inode == null ? OptionalLong.empty() : OptionalLong.of(inode.getAsLong());
    }

    private static Kept parseKept(JsonObject json) {
        return new Kept(
                json.get("inode").getAsLong(),
                Optional.ofNullable(json.get("sha256")).map(JsonElement::getAsString));
    }

    private static Map<SideFile, Long> parseSides(JsonObject json) {
        Map<SideFile, Long> sides = new EnumMap<>(SideFile.class);
        for (SideFile side : SideFile.values()) {
            Optional.ofNullable(json.get(side.suffix())).ifPresent(inode -> sides.put(side, inode.getAsLong()));
        }
        return sides;
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("database", database);
        json.addProperty("old", oldInode);
        json.addProperty("new", newInode);
        kept.ifPresent(how -> {
            JsonObject object = new JsonObject();
            object.addProperty("inode", how.inode());
            how.copiedSha256().ifPresent(hash -> object.addProperty("sha256", hash));
            json.add("kept", object);
        });
        sides.ifPresent(all -> {
            JsonObject object = new JsonObject();
            all.forEach((side, inode) -> object.addProperty(side.suffix(), inode));
            json.add("sides", object);
        });
        replacedInode.ifPresent(inode -> json.addProperty("replaced", inode));
        guardInode.ifPresent(inode -> json.addProperty("guard", inode));
        return json;
    }
}
