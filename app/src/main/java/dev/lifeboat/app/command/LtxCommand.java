package dev.lifeboat.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lifeboat.app.command.ReplicaOptions.Listed;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.LtxFile;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lifeboat ltx`.
@Command(name = "ltx", description = "Lists the LTX files of a database's replicas (Litestream 0.5).")
final class LtxCommand extends Verb {
    private static final String ALL = "all";

    @Mixin
    ReplicaOptions options = new ReplicaOptions();

    @Option(names = "--level", paramLabel = "0-9|all", description = "Only this level; 0.")
    String level = "0";

    LtxCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        if (!level.equals(ALL) && !level.matches("[0-9]")) {
            throw new ProblemException(
                    Problem.of(ProblemCode.USAGE, "-level takes 0 to 9 or all, not '" + level + "'"));
        }
        Table table = new Table("level", "min_txid", "max_txid", "size", "created");
        JsonArray array = new JsonArray();
        for (Listed listed : ReplicaOptions.list(parts, options.subject(new Subjects(around, console())))) {
            for (LtxFile file : chosen(listed.history().ltx().files())) {
                table.row(file.level(), file.min(), file.max(), file.sizeBytes(), Amounts.second(file.time()));
                array.add(object(listed, file));
            }
        }
        if (options.json) {
            Json.print(console().out(), array);
        } else {
            table.print(console().out());
        }
        return 0;
    }

    private List<LtxFile> chosen(List<LtxFile> files) {
        return files.stream()
                .filter(file -> level.equals(ALL) || level.equals(Integer.toString(file.level())))
                .sorted(Comparator.comparingInt(LtxFile::level))
                .toList();
    }

    private static JsonObject object(Listed listed, LtxFile file) {
        JsonObject object = new JsonObject();
        object.addProperty("replica", listed.replica().name());
        object.addProperty("level", file.level());
        object.addProperty("min_txid", file.min().toString());
        object.addProperty("max_txid", file.max().toString());
        object.addProperty("size", file.sizeBytes());
        object.addProperty("timestamp", file.time().toString());
        return object;
    }
}
