package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The time that somebody looks at; both ends count.
public record Window(Instant from, Instant to) {
    /// All of it.
    public static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

    public Window {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("a window that runs backwards: " + from + " to " + to);
        }
    }

    public static Window since(Instant from) {
        return new Window(from, Instant.MAX);
    }

    /// Around the `count` objects whose times, as far as they are known, are nearest to `time`.
    public static Window around(History history, Instant time, int count) {
        List<Instant> near = Stream.of(
                        history.generations().stream()
                                .flatMap(each -> each.snapshots().stream())
                                .map(Snapshot::time),
                        history.generations().stream()
                                .flatMap(each -> each.segments().stream())
                                .map(Segment::time),
                        history.ltx().files().stream().map(LtxFile::time))
                .flatMap(times -> times)
                .sorted(Comparator.comparing(
                        (Instant each) -> Duration.between(each, time).abs()))
                .limit(count)
                .sorted()
                .toList();
        return near.isEmpty() ? new Window(time, time) : new Window(near.getFirst(), near.getLast());
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}
