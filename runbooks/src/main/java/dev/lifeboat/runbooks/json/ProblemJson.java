package dev.lifeboat.runbooks.json;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A [Problem] in journals and answers of the control socket.
public final class ProblemJson {
    private ProblemJson() {}

    public static JsonObject write(Problem problem) {
        JsonObject json = new JsonObject();
        json.addProperty("code", problem.code().name());
        json.addProperty("message", problem.message());
        json.add("details", Json.array(problem.details()));
        json.addProperty("safe", problem.safe());
        json.addProperty("next", problem.next());
        json.add("objects", Json.array(problem.objects()));
        problem.index().ifPresent(index -> json.addProperty("index", index));
        problem.offset().ifPresent(offset -> json.addProperty("offset", offset));
        problem.txid().ifPresent(txid -> json.addProperty("txid", txid.toString()));
        return json;
    }

    public static Problem read(JsonObject json) {
        return new Problem(
                ProblemCode.valueOf(Json.text(json, "code")),
                Json.text(json, "message"),
                Json.texts(json, "details"),
                Json.text(json, "safe"),
                Json.text(json, "next"),
                Json.texts(json, "objects"),
                json.has("index") ? OptionalInt.of(Json.integer(json, "index")) : OptionalInt.empty(),
                json.has("offset") ? OptionalLong.of(Json.number(json, "offset")) : OptionalLong.empty(),
                Json.maybe(json, "txid").flatMap(Txid::parse));
    }
}
