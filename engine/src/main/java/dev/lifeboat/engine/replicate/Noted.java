package dev.lifeboat.engine.replicate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.wal.WalChecksum;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What the file `position` in the meta directory says: how far the database was captured, and by what the same place
/// is known again (CP-6), in this WAL and, by `tail`, in any (CP-8). `previous` is the header of the life before;
/// `acknowledged` goes by the name of the replica.
record Noted(
        FileId database,
        Position captured,
        Optional<Life> life,
        Optional<WalHeader> previous,
        long pages,
        Tail tail,
        Map<String, Position> acknowledged) {
    Noted {
        acknowledged = Map.copyOf(acknowledged);
    }

    Noted with(Map<String, Position> newlyAcknowledged) {
        return new Noted(database, captured, life, previous, pages, tail, newlyAcknowledged);
    }

    JsonObject json() {
        JsonObject object = new JsonObject();
        object.addProperty("captured", captured.toString());
        object.addProperty("device", database.device());
        object.addProperty("inode", database.inode());
        object.addProperty("pages", pages);
        life.ifPresent(now -> object.add("life", json(now)));
        previous.ifPresent(header -> object.addProperty("previous_header", hex(header)));
        object.add("tail", json(tail));
        JsonObject names = new JsonObject();
        acknowledged.forEach((name, end) -> names.addProperty(name, end.toString()));
        object.add("acknowledged", names);
        return object;
    }

    private static JsonObject json(Life life) {
        JsonObject object = new JsonObject();
        object.addProperty("index", life.index());
        object.addProperty("header", hex(life.header()));
        object.add("last_start", json(life.lastStart()));
        object.add("end", json(life.end()));
        object.addProperty("in_snapshot", life.isInSnapshot());
        return object;
    }

    private static JsonArray json(WalCursor cursor) {
        JsonArray array = new JsonArray();
        array.add(cursor.offsetBytes());
        array.add(cursor.checksum().a());
        array.add(cursor.checksum().b());
        return array;
    }

    private static JsonArray json(Tail tail) {
        JsonArray array = new JsonArray();
        for (Tail.Frame frame : tail.frames()) {
            array.add(frame.page());
            array.add(HexFormat.of().toHexDigits(frame.content()));
        }
        return array;
    }

    private static String hex(WalHeader header) {
        return HexFormat.of().formatHex(header.encode());
    }

    /// Nothing where `text` is not what `json` writes.
    static Optional<Noted> parse(String text) {
        try {
            JsonObject object = new JsonStreamParser(text).next().getAsJsonObject();
            Map<String, Position> acknowledged = new LinkedHashMap<>();
            object.getAsJsonObject("acknowledged")
                    .entrySet()
                    .forEach(entry -> acknowledged.put(
                            entry.getKey(), position(entry.getValue().getAsString())));
            return Optional.of(new Noted(
                    new FileId(
                            object.get("device").getAsLong(),
                            object.get("inode").getAsLong()),
                    position(object.get("captured").getAsString()),
                    object.has("life") ? Optional.of(life(object.getAsJsonObject("life"))) : Optional.empty(),
                    object.has("previous_header")
                            ? Optional.of(header(object.get("previous_header").getAsString()))
                            : Optional.empty(),
                    object.get("pages").getAsLong(),
                    object.has("tail") ? tail(object.getAsJsonArray("tail")) : Tail.UNKNOWN,
                    acknowledged));
        } catch (JsonParseException
                | NoSuchElementException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static Position position(String text) {
        return Position.parse(text).orElseThrow(() -> new IllegalArgumentException("not a position: " + text));
    }

    private static Life life(JsonObject object) {
        return new Life(
                object.get("index").getAsInt(),
                header(object.get("header").getAsString()),
                cursor(object.getAsJsonArray("last_start")),
                cursor(object.getAsJsonArray("end")),
                object.get("in_snapshot").getAsBoolean());
    }

    private static WalCursor cursor(JsonArray array) {
        return new WalCursor(
                array.get(0).getAsLong(),
                new WalChecksum(array.get(1).getAsInt(), array.get(2).getAsInt()));
    }

    private static Tail tail(JsonArray array) {
        List<Tail.Frame> frames = new ArrayList<>();
        for (int i = 0; i + 1 < array.size(); i += 2) {
            frames.add(new Tail.Frame(
                    array.get(i).getAsLong(),
                    HexFormat.fromHexDigitsToLong(array.get(i + 1).getAsString())));
        }
        return new Tail(frames);
    }

    private static WalHeader header(String hex) {
        return switch (WalHeader.read(HexFormat.of().parseHex(hex))) {
            case WalHeader.Reading.Header(WalHeader header) -> header;
            case WalHeader.Reading.NotAWal(String reason) ->
                throw new IllegalArgumentException("not a WAL header: " + reason);
        };
    }
}
