package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lifeboat.app.command.ReplicaOptions.Listed;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.diagnose.Asked;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lifeboat wal`.
@Command(name = "wal", description = "Lists the WAL segments of a database's replicas.")
final class WalCommand extends Verb {
    @Mixin
    ReplicaOptions options = new ReplicaOptions();

    @Option(names = "--generation", paramLabel = "NAME", description = "Only this generation.")
    @Nullable
    String generation;

    WalCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Optional<GenerationId> only = ReplicaOptions.generation(generation);
        ReplicaOptions.Listing listing = options.list(this, Asked.ofGenerations(""));
        Table table = new Table("replica", "generation", "index", "offset", "size", "created");
        JsonArray array = new JsonArray();
        for (Listed listed : listing.replicas()) {
            for (Generation each : listed.generations(only)) {
                for (Segment segment : each.segments()) {
                    table.row(
                            listed.replica().name(),
                            each.id(),
                            segment.index(),
                            segment.offset(),
                            segment.sizeBytes(),
                            Amounts.second(segment.storedAt()));
                    array.add(object(listed, segment));
                }
            }
        }
        if (options.json) {
            Json.print(console().out(), array);
        } else {
            table.print(console().out());
        }
        return listing.status();
    }

    private static JsonObject object(Listed listed, Segment segment) {
        JsonObject object = new JsonObject();
        object.addProperty("replica", listed.replica().name());
        object.addProperty("generation", segment.generation().toString());
        object.addProperty("index", Json.hex(segment.index()));
        object.addProperty("offset", Json.hex(segment.offset()));
        object.addProperty("size_bytes", segment.sizeBytes());
        object.addProperty("created", segment.storedAt().toString());
        return object;
    }
}
