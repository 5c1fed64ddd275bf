package dev.lifeboat.app.command;

import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.PointJson;
import dev.lifeboat.app.output.PointList;
import dev.lifeboat.app.output.ProgressLine;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.timeline.Moment;
import dev.lifeboat.engine.timeline.Timeline;
import dev.lifeboat.engine.timeline.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lifeboat points`.
@Command(
        name = "points",
        description = "Lists the restore points of a database, oldest first, and what happened there.",
        footer = {
            "%nsnapshot  the whole database in one object",
            "schema    the schema cookie changed: a migration, or a VACUUM",
            "size      the database grew or shrank by a tenth, 256 KiB at least, at once",
            "freed     as much of it was deleted at once; the file stays as large as it was",
            "gap       something before it is missing or damaged: only a snapshot can be had",
            "%nThese are found by reading objects, each once: the next look lists only.",
            "%nT is RFC 3339, 13:17, yesterday 18:00 or -20m, in UTC. restore --point takes the id."
        })
final class PointsCommand extends Verb {
    private static final int AROUND = 20;

    /// Warnings are for reading: who wants all of them asks for an audit.
    private static final int MOST_TOLD = 5;

    @Mixin
    ReplicaOptions options = new ReplicaOptions();

    @Option(names = "--around", paramLabel = "T", description = "Only the points nearest to this moment.")
    @Nullable
    String nearTo;

    @Option(names = "--since", paramLabel = "T", description = "Only points at or after this moment.")
    @Nullable
    String since;

    PointsCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Optional<Instant> near = moment(nearTo);
        Optional<Instant> from = moment(since);
        List<Moment> found = new ArrayList<>();
        ReplicaOptions.Listing listing = options.list(this, Asked.ANYTHING, (replica, backup) -> {
            Timeline timeline = timeline(replica, backup, near, from);
            found.addAll(chosen(timeline, near, from));
            tellDamage(timeline.history());
            return timeline.history();
        });
        if (options.json) {
            Json.print(console().out(), Json.array(found, PointJson::of));
        } else {
            PointList list = new PointList();
            found.forEach(list::add);
            list.print(console().out());
        }
        return listing.status();
    }

    private Timeline timeline(ReplicaSettings replica, Backup backup, Optional<Instant> near, Optional<Instant> from)
            throws IOException {
        History history = backup.listing();
        Optional<Instant> asked = near.or(() -> from);
        if (asked.isPresent()) {
            history = backup.learn(history, new RestoreTarget.AtTime(asked.get(), Optional.empty()));
        }
        ProgressLine progress = new ProgressLine(
                console().err(),
                console().errIsTerminal(),
                "points " + replica.name(),
                parts.surroundings().clock());
        try {
            return parts.timeline(stateDirectory(), backup)
                    .read(history, window(history, near, from), onTerminals(progress));
        } finally {
            progress.end();
        }
    }

    /// Objects that cannot be used and take no point away, because others hold the same: the list does not show them.
    private void tellDamage(History history) {
        Set<String> told = history.gaps().stream().map(Gap::key).collect(Collectors.toSet());
        List<String> keys = history.damage().keySet().stream()
                .filter(key -> !told.contains(key))
                .sorted()
                .toList();
        keys.stream()
                .limit(MOST_TOLD)
                .forEach(key -> console()
                        .problems()
                        .warning(key + ": " + history.damage().get(key) + "; no point needs it"));
        if (keys.size() > MOST_TOLD) {
            console().problems().warning("and " + (keys.size() - MOST_TOLD) + " more; lifeboat verify names them all");
        }
    }

    /// A replica's URL needs no configuration, and works beside one that cannot be read.
    private Path stateDirectory() {
        return StoreUrl.isUrl(options.subject)
                ? parts.surroundings().standardStateDirectory()
                : parts.settings(around.globals().file(), around.globals().expand())
                        .stateDirectory();
    }

    /// A script is told what it should know, and not how far a listing is.
    private EventSink onTerminals(ProgressLine progress) {
        return event -> {
            if (console().errIsTerminal() || event instanceof EngineEvent.Warning) {
                progress.accept(event);
            }
        };
    }

    /// Twice as many objects as points are wanted: not every object is one.
    private static Window window(History history, Optional<Instant> near, Optional<Instant> from) {
        return near.map(time -> Window.around(history, time, 2 * AROUND))
                .or(() -> from.map(Window::since))
                .orElse(Window.ALWAYS);
    }

    private static List<Moment> chosen(Timeline timeline, Optional<Instant> near, Optional<Instant> from) {
        List<Moment> late = timeline.moments().stream()
                .filter(each -> from.isEmpty() || !each.point().time().isBefore(from.get()))
                .toList();
        return near.map(time -> nearest(late, time)).orElse(late);
    }

    private static List<Moment> nearest(List<Moment> oldestFirst, Instant time) {
        List<Moment> near = oldestFirst.stream()
                .sorted(Comparator.comparing((Moment each) ->
                        Duration.between(each.point().time(), time).abs()))
                .limit(AROUND)
                .toList();
        return oldestFirst.stream().filter(near::contains).toList();
    }

    private Optional<Instant> moment(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Moments.parse(given, parts.surroundings().clock().instant()));
    }
}
