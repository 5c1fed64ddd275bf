package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lifeboat.app.command.ReplicaOptions.Listed;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.PointJson;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.Snapshot;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lifeboat snapshots`.
@Command(name = "snapshots", description = "Lists the snapshots of a database's replicas.")
final class SnapshotsCommand extends Verb {
    @Mixin
    ReplicaOptions options = new ReplicaOptions();

    SnapshotsCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Table table = new Table("replica", "generation", "index", "size", "created");
        JsonArray array = new JsonArray();
        for (Listed listed : ReplicaOptions.list(parts, options.subject(new Subjects(around, console())))) {
            for (LtxFile base : listed.bases()) {
                table.row(
                        listed.replica().name(),
                        PointJson.LTX,
                        base.max(),
                        base.sizeBytes(),
                        Amounts.second(base.time()));
                array.add(object(listed, base));
            }
            for (Generation generation : listed.generations(Optional.empty())) {
                for (Snapshot snapshot : generation.snapshots()) {
                    table.row(
                            listed.replica().name(),
                            generation.id(),
                            snapshot.index(),
                            snapshot.sizeBytes(),
                            Amounts.second(snapshot.storedAt()));
                    array.add(object(listed, snapshot));
                }
            }
        }
        if (options.json) {
            Json.print(console().out(), array);
        } else {
            table.print(console().out());
        }
        return 0;
    }

    private static JsonObject object(Listed listed, Snapshot snapshot) {
        JsonObject object = new JsonObject();
        object.addProperty("replica", listed.replica().name());
        object.addProperty("generation", snapshot.generation().toString());
        object.addProperty("index", Json.hex(snapshot.index()));
        object.add("txid", JsonNull.INSTANCE);
        object.addProperty("size_bytes", snapshot.sizeBytes());
        object.addProperty("created", snapshot.storedAt().toString());
        return object;
    }

    private static JsonObject object(Listed listed, LtxFile base) {
        JsonObject object = new JsonObject();
        object.addProperty("replica", listed.replica().name());
        object.add("generation", JsonNull.INSTANCE);
        object.add("index", JsonNull.INSTANCE);
        object.addProperty("txid", base.max().toString());
        object.addProperty("size_bytes", base.sizeBytes());
        object.addProperty("created", base.time().toString());
        return object;
    }
}
