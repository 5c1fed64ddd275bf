package dev.lifeboat.runbooks.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView.Evidence;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.json.ProblemJson;
import dev.lifeboat.runbooks.json.QuestionJson;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.run.StepId;
import java.time.Instant;

/// One entry as a JSON object, with the record names of tui.md 7.1.
final class EntryJson {
    private EntryJson() {}

    static JsonObject write(Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("record", name(entry));
        json.addProperty("at", entry.at().toString());
        switch (entry) {
            case Entry.Planned planned -> json.add("who", QuestionJson.write(planned.who()));
            case Entry.Attached attached -> {
                json.addProperty("pid", attached.pid());
                json.addProperty("boot", attached.bootId());
                json.addProperty("process", attached.processStart());
                json.addProperty("method", attached.method());
            }
            case Entry.StepStarted started -> {
                step(json, started.step());
                json.addProperty("key", started.key());
                json.add("pre", started.pre());
            }
            case Entry.Found found -> {
                step(json, found.step());
                json.addProperty("kind", found.kind().name());
                json.addProperty("text", found.text());
            }
            case Entry.Asked asked -> {
                step(json, asked.step());
                json.add("question", QuestionJson.write(asked.question()));
            }
            case Entry.Answered answered -> {
                json.addProperty("question", answered.question());
                json.addProperty("choice", answered.choice());
                json.addProperty("typed", answered.typed());
                json.add("who", QuestionJson.write(answered.who()));
            }
            case Entry.StepDone done -> {
                step(json, done.step());
                json.add("post", done.post());
                json.addProperty("summary", done.summary());
            }
            case Entry.StepFailed failed -> {
                step(json, failed.step());
                json.add("problem", ProblemJson.write(failed.problem()));
                failed.redoFrom().ifPresent(from -> json.addProperty("redo", from.text()));
                json.add("post", failed.post());
            }
            case Entry.Paused paused -> json.addProperty("where", paused.where());
            case Entry.Aborted aborted -> json.addProperty("leaves", aborted.leaves());
            case Entry.Undone undone -> {
                step(json, undone.step());
                json.addProperty("text", undone.text());
            }
            case Entry.Finished finished -> {
                json.addProperty("state", finished.state().name());
                json.addProperty("text", finished.text());
            }
        }
        return json;
    }

    static Entry read(JsonObject json) {
        Instant at = Instant.parse(Json.text(json, "at"));
        return switch (Json.text(json, "record")) {
            case "planned" -> new Entry.Planned(at, QuestionJson.actor(Json.object(json, "who")));
            case "attached" ->
                new Entry.Attached(
                        at,
                        Json.number(json, "pid"),
                        Json.text(json, "boot"),
                        Json.text(json, "process"),
                        Json.text(json, "method"));
            case "step-started" ->
                new Entry.StepStarted(at, step(json), Json.text(json, "key"), Json.object(json, "pre"));
            case "evidence" ->
                new Entry.Found(
                        at, step(json), Evidence.Kind.valueOf(Json.text(json, "kind")), Json.text(json, "text"));
            case "asked" -> new Entry.Asked(at, step(json), QuestionJson.read(Json.object(json, "question")));
            case "answered" ->
                new Entry.Answered(
                        at,
                        Json.integer(json, "question"),
                        Json.text(json, "choice"),
                        Json.text(json, "typed"),
                        QuestionJson.actor(Json.object(json, "who")));
            case "step-done" ->
                new Entry.StepDone(at, step(json), Json.object(json, "post"), Json.text(json, "summary"));
            case "step-failed" ->
                new Entry.StepFailed(
                        at,
                        step(json),
                        ProblemJson.read(Json.object(json, "problem")),
                        Json.maybe(json, "redo").map(StepId::new),
                        Json.object(json, "post"));
            case "paused" -> new Entry.Paused(at, Json.text(json, "where"));
            case "aborted" -> new Entry.Aborted(at, Json.text(json, "leaves"));
            case "undone" -> new Entry.Undone(at, step(json), Json.text(json, "text"));
            case "finished" ->
                new Entry.Finished(at, RunState.valueOf(Json.text(json, "state")), Json.text(json, "text"));
            default -> throw new JsonParseException("unknown record: " + Json.text(json, "record"));
        };
    }

    private static String name(Entry entry) {
        return switch (entry) {
            case Entry.Planned _ -> "planned";
            case Entry.Attached _ -> "attached";
            case Entry.StepStarted _ -> "step-started";
            case Entry.Found _ -> "evidence";
            case Entry.Asked _ -> "asked";
            case Entry.Answered _ -> "answered";
            case Entry.StepDone _ -> "step-done";
            case Entry.StepFailed _ -> "step-failed";
            case Entry.Paused _ -> "paused";
            case Entry.Aborted _ -> "aborted";
            case Entry.Undone _ -> "undone";
            case Entry.Finished _ -> "finished";
        };
    }

    private static void step(JsonObject json, StepId step) {
        json.addProperty("step", step.text());
    }

    private static StepId step(JsonObject json) {
        return new StepId(Json.text(json, "step"));
    }
}
