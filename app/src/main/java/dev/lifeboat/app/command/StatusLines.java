package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.SafeText;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.app.tui.DatabaseView;
import dev.lifeboat.app.tui.DatabaseView.State;
import dev.lifeboat.app.wire.Parts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The lines of `status`, also printed where a full screen was asked for and there is no terminal.
record StatusLines(Parts parts, Console console) {
    private static final int NEEDS_SOMEBODY = 1;

    int print(Settings settings, List<DatabaseSettings> databases, boolean json) {
        List<DatabaseView> views = parts.databases(settings, databases).look().databases();
        if (json) {
            JsonArray array = new JsonArray();
            views.forEach(view -> array.add(object(view)));
            Json.print(console.out(), array);
        } else if (views.isEmpty()) {
            console.out().println("no databases are configured");
        } else {
            table(views).print(console.out());
            views.forEach(this::printNotices);
        }
        return views.stream().allMatch(view -> view.state() == State.OK || view.state() == State.BUSY)
                ? 0
                : NEEDS_SOMEBODY;
    }

    private void printNotices(DatabaseView view) {
        for (String notice : notices(view)) {
            console.out().println(SafeText.of("notice: " + view.name() + ": " + notice));
        }
    }

    private static List<String> notices(DatabaseView view) {
        return view.details().stream()
                .filter(detail -> detail.label().equals(Parts.NOTICE))
                .map(DatabaseView.Detail::text)
                .toList();
    }

    private static Table table(List<DatabaseView> views) {
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
            case LAGGING, GAP, STOPPED, DAMAGED, BUSY -> state.name();
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
        object.add("notices", Json.texts(notices(view)));
        object.add("proven", Json.text(view.proof().map(DatabaseView.Proof::at)));
        return object;
    }
}
