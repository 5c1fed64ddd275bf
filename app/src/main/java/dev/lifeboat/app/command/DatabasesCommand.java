package dev.lifeboat.app.command;

import com.google.gson.JsonObject;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.Table;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lifeboat databases`.
@Command(name = "databases", description = "Lists the databases of the configuration and their replicas.")
final class DatabasesCommand extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    DatabasesCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() {
        List<DatabaseSettings> databases = settings().databases();
        if (json) {
            Json.print(console().out(), Json.array(databases, DatabasesCommand::object));
            return 0;
        }
        Table table = new Table("path", "replicas");
        databases.forEach(database -> table.row(database.path(), names(database)));
        table.print(console().out());
        return 0;
    }

    private static String names(DatabaseSettings database) {
        return database.replicas().stream().map(ReplicaSettings::name).collect(Collectors.joining(","));
    }

    private static JsonObject object(DatabaseSettings database) {
        JsonObject object = new JsonObject();
        object.addProperty("path", database.path().toString());
        object.addProperty("name", database.name());
        object.add(
                "replicas",
                Json.texts(
                        database.replicas().stream().map(ReplicaSettings::name).toList()));
        object.add(
                "urls",
                Json.texts(
                        database.replicas().stream().map(ReplicaSettings::url).toList()));
        return object;
    }
}
