package dev.lifeboat.runbooks.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a journal and checks its chain: each record carries the hash of the one before, the first one that of the
/// plan, all of them the plan's.
///
/// Only the last record may be torn. Anything else that does not fit was changed by somebody, and such a journal is
/// refused: a run is never continued on a story that was rewritten.
public final class JournalReader {
    private final Path file;
    private final String planHash;

    public JournalReader(Path file, String planHash) {
        this.file = file;
        this.planHash = planHash;
    }

    public JournalFile read() throws IOException {
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        List<Entry> entries = new ArrayList<>();
        String last = planHash;
        int start = 0;
        for (int end = newline(bytes, start); end >= 0; end = newline(bytes, start)) {
            String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            entries.add(entry(line, last, entries.size() + 1));
            last = Hash.of(line);
            start = end + 1;
        }
        return new JournalFile(entries, start, last);
    }

    /// A record ends in a newline that is written with it, in one call: without one it is torn.
    private static int newline(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Entry entry(String line, String last, int number) {
        try {
            JsonObject json = Json.parse(line);
            if (!Json.text(json, "prev").equals(last)) {
                throw changed(number, "it does not follow the record before");
            }
            if (!Json.text(json, "plan").equals(planHash)) {
                throw changed(number, "it belongs to another plan");
            }
            return EntryJson.read(json);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw changed(number, String.valueOf(e.getMessage()));
        }
    }

    private ProblemException changed(int number, String why) {
        return new ProblemException(
                Problem.of(ProblemCode.UNSAFE, "the journal " + file + " was changed: record " + number + ": " + why)
                        .withSafe("nothing was done")
                        .withNext("look at " + file.resolveSibling("log.txt") + " and at the database by hand"));
    }
}
