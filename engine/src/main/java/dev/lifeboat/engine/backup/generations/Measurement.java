package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.store.fetch.Fetcher;
import dev.lifeboat.engine.store.fetch.Wanted;
import dev.lifeboat.engine.store.fetch.Width;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads segments for their lengths, and learns which do not decode.
final class Measurement {
    private final Backup backup;
    private final List<Segment> segments;
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, String> damage = new HashMap<>();

    Measurement(Backup backup, List<Segment> segments) {
        this.backup = backup;
        this.segments = segments;
    }

    History of(History history) throws IOException {
        measure();
        History learned = history;
        for (Map.Entry<String, String> each : damage.entrySet()) {
            learned = learned.withDamage(each.getKey(), each.getValue());
        }
        return learned.withSegments(
                segment -> ends.containsKey(segment.key()) ? segment.withEnd(ends.get(segment.key())) : segment);
    }

    private void measure() throws IOException {
        List<Wanted> wanted = segments.stream()
                .map(segment -> new Wanted(segment.key(), segment.sizeBytes()))
                .toList();
        try (Fetcher fetcher =
                new Fetcher(wanted, backup::stored, Width.standard(), DamagedObjectException.class::isInstance)) {
            for (Segment segment : segments) {
                measure(segment, fetcher);
            }
        }
    }

    private void measure(Segment segment, Fetcher fetcher) throws IOException {
        try (InputStream in = backup.payload(segment.key(), fetcher.next())) {
            ends.put(segment.key(), Math.addExact(segment.offset(), in.transferTo(OutputStream.nullOutputStream())));
        } catch (ArithmeticException _) {
            damage.put(segment.key(), "its end lies behind any file");
        } catch (DamagedObjectException e) {
            damage.put(e.key(), e.reason());
        }
    }
}
