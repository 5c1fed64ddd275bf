package dev.lifeboat.runbooks.json;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import java.time.Instant;

/// Questions, answers, and who gave them.
public final class QuestionJson {
    private QuestionJson() {}

    public static JsonObject write(Question question) {
        JsonObject json = new JsonObject();
        json.addProperty("number", question.number());
        json.addProperty("kind", question.kind().name());
        json.addProperty("level", question.level());
        json.addProperty("title", question.title());
        json.add("lines", Json.array(question.lines(), QuestionJson::write));
        question.nameToType().ifPresent(name -> json.addProperty("name", name));
        json.add("choices", Json.array(question.choices(), QuestionJson::write));
        json.addProperty("asked", question.askedAt().toString());
        return json;
    }

    public static Question read(JsonObject json) {
        return new Question(
                Json.integer(json, "number"),
                Question.Kind.valueOf(Json.text(json, "kind")),
                Json.integer(json, "level"),
                Json.text(json, "title"),
                Json.list(json, "lines", QuestionJson::fact),
                Json.maybe(json, "name"),
                Json.list(json, "choices", QuestionJson::choice),
                Instant.parse(Json.text(json, "asked")));
    }

    public static JsonObject write(Answer answer) {
        JsonObject json = new JsonObject();
        json.addProperty("question", answer.question());
        json.addProperty("choice", answer.choice());
        json.addProperty("typed", answer.typed());
        json.add("who", write(answer.who()));
        return json;
    }

    public static Answer answer(JsonObject json) {
        return new Answer(
                Json.integer(json, "question"),
                Json.text(json, "choice"),
                Json.text(json, "typed"),
                actor(Json.object(json, "who")));
    }

    public static JsonObject write(Actor actor) {
        JsonObject json = new JsonObject();
        json.addProperty("user", actor.user());
        json.addProperty("tty", actor.tty());
        json.addProperty("client", actor.client());
        return json;
    }

    public static Actor actor(JsonObject json) {
        return new Actor(Json.text(json, "user"), Json.text(json, "tty"), Json.text(json, "client"));
    }

    public static JsonObject write(Fact fact) {
        JsonObject json = new JsonObject();
        json.addProperty("label", fact.label());
        json.addProperty("text", fact.text());
        return json;
    }

    public static Fact fact(JsonObject json) {
        return new Fact(Json.text(json, "label"), Json.text(json, "text"));
    }

    private static JsonObject write(Question.Choice choice) {
        JsonObject json = new JsonObject();
        json.addProperty("id", choice.id());
        json.addProperty("label", choice.label());
        json.addProperty("safe", choice.safe());
        return json;
    }

    private static Question.Choice choice(JsonObject json) {
        return new Question.Choice(Json.text(json, "id"), Json.text(json, "label"), Json.flag(json, "safe"));
    }
}
