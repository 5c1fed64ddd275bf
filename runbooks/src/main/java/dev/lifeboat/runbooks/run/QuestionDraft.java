package dev.lifeboat.runbooks.run;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A question before it has its number.
public record QuestionDraft(
        Question.Kind kind,
        int level,
        String title,
        List<Fact> lines,
        Optional<String> nameToType,
        List<Question.Choice> choices) {
    public QuestionDraft {
        lines = List.copyOf(lines);
        choices = List.copyOf(choices);
    }

    Question numbered(int number, Instant at) {
        return new Question(number, kind, level, title, lines, nameToType, choices, at);
    }
}
