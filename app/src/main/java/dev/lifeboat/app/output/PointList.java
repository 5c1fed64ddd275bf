package dev.lifeboat.app.output;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.timeline.Moment;
import dev.lifeboat.engine.timeline.PointEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Restore points for a person: a line each, and behind them those events of which there is more to say, each with the
/// id of the last commit before it, which is where somebody wants to go back to. 80 columns hold it; keys of objects
/// stand on lines of their own.
public final class PointList {
    private static final String INDENT = "  ";

    private final Table points = new Table("id", "time", "size", "events");
    private final List<Event> events = new ArrayList<>();
    private final Set<Gap> told = new HashSet<>();

    private record Event(String text, Instant time, Optional<PointId> before, List<String> more) {}

    public void add(Moment moment) {
        RestorePoint point = moment.point();
        String words =
                moment.events().stream().map(PointEvents::word).distinct().collect(Collectors.joining(","));
        points.row(point.id(), time(point.time()), Amounts.bytes(point.sizeBytes()), words);
        moment.events().forEach(event -> add(point, event));
    }

    private void add(RestorePoint point, PointEvent event) {
        switch (event) {
            case PointEvent.Snapshot _ -> {}
            case PointEvent.GapBefore(Gap gap, Optional<PointId> before) -> add(gap, point, before);
            case PointEvent.Behind(Gap gap, Optional<PointId> before) -> add(gap, point, before);
            case PointEvent.GapBehind(Gap gap) -> add(gap, point, Optional.of(point.place()));
            case PointEvent.SchemaChange(PointId before, PointId _, long oldCookie, long newCookie) ->
                add("schema " + oldCookie + " -> " + newCookie, point, Optional.of(before), List.of());
            case PointEvent.MuchFreed(PointId before, PointId _, long freed, long _) ->
                add(Amounts.bytes(freed) + " freed", point, Optional.of(before), List.of());
            case PointEvent.SizeJump(PointId before, PointId _, long oldBytes, long newBytes) ->
                add(Amounts.bytes(oldBytes) + " -> " + Amounts.bytes(newBytes), point, Optional.of(before), List.of());
        }
    }

    /// Once, however many points it takes away.
    private void add(Gap gap, RestorePoint point, Optional<PointId> before) {
        if (told.add(gap)) {
            add("gap", point, before, lines(gap));
        }
    }

    private void add(String text, RestorePoint point, Optional<PointId> before, List<String> more) {
        events.add(new Event(text, point.time(), before, more));
    }

    /// Rounded up to the millisecond: asked for with `-timestamp`, it gives this point and not the one before.
    private static String time(Instant time) {
        Instant cut = time.truncatedTo(ChronoUnit.MILLIS);
        return (cut.equals(time) ? cut : cut.plusMillis(1)).toString();
    }

    private static List<String> lines(Gap gap) {
        String text = SafeText.of(gap.key() + ": " + gap.reason());
        return Wrapped.lines(text, Wrapped.COLUMNS - INDENT.length()).stream()
                .map(INDENT::concat)
                .toList();
    }

    public void print(PrintWriter out) {
        points.print(out);
        if (!events.isEmpty()) {
            out.println();
            Table table = new Table("what happened", "time", "last point before it");
            events.forEach(each -> {
                table.row(
                        each.text(),
                        time(each.time()),
                        each.before().map(PointId::text).orElse("none"));
                each.more().forEach(table::line);
            });
            table.print(out);
        }
    }
}
