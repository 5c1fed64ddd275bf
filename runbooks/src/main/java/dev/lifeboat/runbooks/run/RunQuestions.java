package dev.lifeboat.runbooks.run;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The questions that any step can lead to.
final class RunQuestions {
    private RunQuestions() {}

    static QuestionDraft failed(StepId step, Problem problem, boolean maySkip) {
        List<Question.Choice> choices = new ArrayList<>();
        choices.add(new Question.Choice(RunMachine.RETRY, "Try again", true));
        if (maySkip) {
            choices.add(new Question.Choice(RunMachine.SKIP, "Leave this step out", false));
        }
        choices.add(new Question.Choice(RunMachine.UNDO, "Take everything back", false));
        choices.add(new Question.Choice(RunMachine.ABORT, "End the run here", false));
        return new QuestionDraft(
                Question.Kind.FAILED, 2, "Step " + step + " failed", facts(problem), Optional.empty(), choices);
    }

    static QuestionDraft undoFailed(StepId step, Problem problem) {
        return new QuestionDraft(
                Question.Kind.FAILED,
                2,
                "Taking back step " + step + " failed",
                facts(problem),
                Optional.empty(),
                List.of(new Question.Choice(RunMachine.RETRY, "Try again", true)));
    }

    static QuestionDraft differs(StepRecord step, String why) {
        List<Question.Choice> choices = new ArrayList<>();
        choices.add(new Question.Choice(RunMachine.AGAIN, "Do this step again", true));
        if (step.status() == StepRecord.Status.DONE) {
            choices.add(new Question.Choice(RunMachine.GO_ON, "Go on with what is there", false));
        }
        choices.add(new Question.Choice(RunMachine.UNDO, "Take everything back", false));
        choices.add(new Question.Choice(RunMachine.ABORT, "End the run here", false));
        String recorded = step.status() == StepRecord.Status.DONE ? "done" : "begun";
        return new QuestionDraft(
                Question.Kind.DIFFERS,
                2,
                "Step " + step.step() + " is not as the journal says",
                List.of(new Fact("journal", recorded), new Fact("found", why)),
                Optional.empty(),
                choices);
    }

    private static List<Fact> facts(Problem problem) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("what", problem.message()));
        problem.details().forEach(line -> facts.add(new Fact("", line)));
        if (!problem.safe().isEmpty()) {
            facts.add(new Fact("safe", problem.safe()));
        }
        if (!problem.next().isEmpty()) {
            facts.add(new Fact("next", problem.next()));
        }
        return facts;
    }
}
