package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.app.tui.DatabaseView;
import dev.lifeboat.app.tui.DatabaseView.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat status`.
@Command(
        name = "status",
        description = "One line for each database: state, lag, last restorable point, last proven restore.",
        footer = "%nEnds with 1 where a database needs somebody. Looks only, and changes nothing.")
final class StatusCommand extends Verb {
    private static final int NEEDS_SOMEBODY = 1;

    @Parameters(arity = "0..*", paramLabel = "DB", description = "These databases; else all of the configuration.")
    List<String> wanted = List.of();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StatusCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        return print(settings, databases(settings));
    }

    private List<DatabaseSettings> databases(Settings settings) {
        return wanted.isEmpty()
                ? settings.databases()
                : wanted.stream().map(name -> database(settings, name)).toList();
    }

    private DatabaseSettings database(Settings settings, String name) {
        Optional<DatabaseSettings> known =
                settings.find(name, parts.surroundings().workingDirectory());
        Path path = parts.surroundings().resolve(name);
        return known.orElseGet(() -> DatabaseSettings.of(path, List.of()));
    }

    private int print(Settings settings, List<DatabaseSettings> databases) {
        List<DatabaseView> views = parts.databases(settings, databases).look().databases();
        if (json) {
            JsonArray array = new JsonArray();
            views.forEach(view -> array.add(object(view)));
            Json.print(console().out(), array);
        } else if (views.isEmpty()) {
            console().out().println("no databases are configured");
        } else {
            table(views).print(console().out());
        }
        return views.stream().allMatch(view -> view.state() == State.OK || view.state() == State.BUSY)
                ? 0
                : NEEDS_SOMEBODY;
    }

    private Table table(List<DatabaseView> views) {
        Table table = new Table("database", "state", "lag", "last point", "proven", "file", "why");
        views.forEach(view -> table.row(
                view.name(),
                word(view.state()),
                view.lagMillis().isPresent()
                        ? Amounts.span(Duration.ofMillis(view.lagMillis().getAsLong()))
                        : "-",
                view.lastPoint().map(Amounts::second).orElse("-"),
                view.proof().map(proof -> Amounts.second(proof.at())).orElse("-"),
                view.file(),
                why(view)));
        return table;
    }

    private static String word(State state) {
        return switch (state) {
            case OK -> "ok";
            case UNREADABLE -> "?";
            case NO_REPLICA -> "NO REPLICA";
            case LAGGING, GAP, DAMAGED, BUSY -> state.name();
        };
    }

    private static String why(DatabaseView view) {
        return view.details().stream()
                .filter(detail -> detail.label().equals("why"))
                .map(DatabaseView.Detail::text)
                .findFirst()
                .orElse("");
    }

    private static JsonObject object(DatabaseView view) {
        JsonObject object = new JsonObject();
        object.addProperty("name", view.name());
        object.addProperty("path", view.file());
        object.addProperty("state", view.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        object.addProperty("reason", why(view));
        object.add("lag_ms", Json.number(view.lagMillis()));
        object.add("last_point", Json.text(view.lastPoint()));
        object.add("last_snapshot", Json.text(view.snapshot()));
        object.add("size_bytes", Json.number(view.sizeBytes()));
        object.add("proven", view.proof().isPresent() ? Json.text(view.proof().map(DatabaseView.Proof::at)) : JsonNull.INSTANCE);
        return object;
    }
}
