package dev.lifeboat.runbooks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunMachineTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:28:31Z");
    private static final Actor ANNA = new Actor("anna", "", "");
    private static final StepId ONE = new StepId("one");
    private static final StepId TWO = new StepId("two");
    private static final Problem BROKEN = Problem.of(ProblemCode.FAILED, "broken");

    private RunModel model = RunModel.of(script(Consent.none()));
    private List<Effect> effects = List.of();

    private static Script script(Consent consent) {
        return new Script(List.of(new Script.Line(1, List.of(ONE)), new Script.Line(2, List.of(TWO))), consent, "anna");
    }

    @Test
    void theIntentIsAppendedBeforeTheActAndTheResultBeforeTheNextStep() {
        begin();
        tell(new Event.Prepared(ONE, new Preparation.Ready(new JsonObject())));
        assertThat(effects).hasSize(2);
        assertThat(effects.getFirst())
                .isInstanceOfSatisfying(
                        Effect.Append.class,
                        append -> assertThat(append.entry()).isInstanceOf(Entry.StepStarted.class));
        assertThat(effects.getLast()).isInstanceOf(Effect.Act.class);

        tell(new Event.Ended(ONE, new Outcome.Done(new JsonObject(), "did it")));
        assertThat(effects.getFirst()).isInstanceOf(Effect.Append.class);
        assertThat(effects.getLast()).isEqualTo(new Effect.Prepare(TWO, Optional.empty()));
    }

    @Test
    void aRunThatDidEverythingIsDoneAndItsFoldSaysTheSame() {
        List<Entry> journal = new ArrayList<>();
        begin();
        collect(journal);
        for (StepId step : List.of(ONE, TWO)) {
            tell(new Event.Prepared(step, new Preparation.Ready(new JsonObject())));
            collect(journal);
            tell(new Event.Ended(step, new Outcome.Done(new JsonObject(), "did it")));
            collect(journal);
        }
        assertThat(model.state()).isEqualTo(RunState.DONE);
        assertThat(effects.getLast()).isEqualTo(new Effect.Close());
        assertThat(RunModel.of(script(Consent.none()), journal)).isEqualTo(model);
    }

    @Test
    void aFailureAsksAndTryingAgainPreparesTheSameStep() {
        begin();
        start(ONE);
        tell(new Event.Ended(ONE, new Outcome.Failed(BROKEN, false)));
        assertThat(model.state()).isEqualTo(RunState.FAILED);
        answer(RunMachine.RETRY);
        assertThat(effects.getLast())
                .isInstanceOfSatisfying(
                        Effect.Prepare.class,
                        prepare -> assertThat(prepare.step()).isEqualTo(ONE));
    }

    @Test
    void anAnswerToAnOldQuestionIsRefused() {
        begin();
        tell(new Event.Prepared(ONE, new Preparation.Ask(place())));
        Answer old = new Answer(model.lastQuestion() - 1, "place", "shop", ANNA);
        assertThat(RunMachine.refusal(model, old)).isPresent();
        assertThat(RunMachine.refusal(model, new Answer(1, "place", "SHOP", ANNA)))
                .isPresent();
        assertThat(RunMachine.refusal(model, new Answer(1, "place", "shop", ANNA)))
                .isEmpty();
    }

    @Test
    void consentGivenBeforehandAnswersTheNameAndNeverADoubt() {
        model = RunModel.of(script(new Consent(true, Optional.of("shop"))));
        begin();
        tell(new Event.Prepared(ONE, new Preparation.Ask(place())));
        assertThat(model.question()).isEmpty();
        assertThat(effects.getLast()).isInstanceOf(Effect.Prepare.class);

        start(ONE);
        tell(new Event.Ended(ONE, new Outcome.Failed(BROKEN, true)));
        assertThat(model.question()).isPresent();
    }

    @Test
    void anotherPointGoesBackAndDoesTheStepsFromThereAgain() {
        begin();
        done(ONE);
        start(TWO);
        tell(new Event.Ended(TWO, new Outcome.Redo(ONE, new JsonObject(), BROKEN)));
        assertThat(model.step(ONE).status()).isEqualTo(StepRecord.Status.WAITING);
        assertThat(effects.getLast()).isEqualTo(new Effect.Prepare(ONE, Optional.empty()));
    }

    @Test
    void undoGoesFromTheNewestStepToTheOldest() {
        begin();
        done(ONE);
        start(TWO);
        tell(new Event.Order(RunMachine.UNDO, ANNA));
        assertThat(effects).hasSize(1);
        tell(new Event.Ended(TWO, new Outcome.Done(new JsonObject(), "")));
        assertThat(effects.getLast()).isEqualTo(new Effect.Undo(TWO));
        tell(new Event.UndoEnded(TWO, new UndoOutcome.Undone("")));
        assertThat(effects.getLast()).isEqualTo(new Effect.Undo(ONE));
        tell(new Event.UndoEnded(ONE, new UndoOutcome.Undone("")));
        assertThat(model.state()).isEqualTo(RunState.UNDONE);
    }

    @Test
    void aPauseTakesEffectBetweenTwoSteps() {
        begin();
        start(ONE);
        tell(new Event.Order(RunMachine.PAUSE, ANNA));
        assertThat(model.state()).isEqualTo(RunState.WORKING);
        tell(new Event.Ended(ONE, new Outcome.Done(new JsonObject(), "")));
        assertThat(model.state()).isEqualTo(RunState.PAUSED);
        tell(new Event.Order(RunMachine.CONTINUE, ANNA));
        assertThat(effects.getLast()).isEqualTo(new Effect.Prepare(TWO, Optional.empty()));
    }

    @Test
    void afterAnInterruptionTheWorldDecidesAboutTheOpenStep() {
        begin();
        start(ONE);
        tell(took(Map.of(ONE, new Standing.Done(new JsonObject(), "found done"))));
        assertThat(model.isDone("one")).isTrue();
        assertThat(effects.getLast()).isEqualTo(new Effect.Prepare(TWO, Optional.empty()));

        start(TWO);
        tell(took(Map.of(TWO, new Standing.Unknown("half"))));
        assertThat(model.question()).get().extracting(Question::kind).isEqualTo(Question.Kind.DIFFERS);
    }

    @Test
    void aFinishedStepThatNoLongerHoldsStopsTheRunWithAQuestion() {
        begin();
        done(ONE);
        tell(took(Map.of(ONE, new Standing.NotDone("somebody started it again"))));
        assertThat(model.question()).isPresent();
        answer(RunMachine.AGAIN);
        assertThat(model.step(ONE).status()).isEqualTo(StepRecord.Status.WAITING);
    }

    private static QuestionDraft place() {
        return new QuestionDraft(
                Question.Kind.PLACE,
                3,
                "changes",
                List.of(),
                Optional.of("shop"),
                List.of(new Question.Choice("stay", "Stay", true), new Question.Choice("place", "Place", false)));
    }

    private static Event.Took took(Map<StepId, Standing> standings) {
        return new Event.Took(new Entry.Attached(NOW, 1, "boot", "0", "setsid"), standings, Optional.empty());
    }

    private void begin() {
        tell(took(Map.of()));
    }

    private void start(StepId step) {
        tell(new Event.Prepared(step, new Preparation.Ready(new JsonObject())));
    }

    private void done(StepId step) {
        start(step);
        tell(new Event.Ended(step, new Outcome.Done(new JsonObject(), "")));
    }

    private void answer(String choice) {
        tell(new Event.Answered(new Answer(model.lastQuestion(), choice, "", ANNA)));
    }

    private void tell(Event event) {
        Next next = RunMachine.next(model, event, NOW);
        model = next.model();
        effects = next.effects();
    }

    private void collect(List<Entry> journal) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Append append) {
                journal.add(append.entry());
            }
        }
    }
}
