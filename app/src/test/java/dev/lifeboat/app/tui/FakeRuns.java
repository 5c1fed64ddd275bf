package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunbookInfo;
import dev.lifeboat.runbooks.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A run that goes on whenever somebody says `step`, and remembers what it was asked. Strict: what a real one refuses
/// it refuses too.
final class FakeRuns implements Runs {
    final List<String> deeds = new ArrayList<>();
    private final List<Consumer<RunView>> listeners = new ArrayList<>();
    private Optional<RunView> view = Optional.empty();
    private int current;

    synchronized void step() {
        if (view.isEmpty()
                || view.get().question().isPresent()
                || view.get().state().isEnded()) {
            return;
        }
        current++;
        publish(
                current == 6
                        ? Samples.run(6, RunState.ASKING, Optional.of(Samples.place()))
                        : Samples.run(current, current == 9 ? RunState.DONE : RunState.WORKING, Optional.empty()));
    }

    private void publish(RunView newer) {
        view = Optional.of(newer);
        List.copyOf(listeners).forEach(listener -> listener.accept(newer));
    }

    @Override
    public List<RunbookInfo> runbooks() {
        return Samples.runbooks();
    }

    @Override
    public RunPlan plan(RunRequest request) {
        return Samples.plan();
    }

    @Override
    public synchronized RunId start(RunPlan plan) {
        deeds.add("start " + plan.run());
        current = 1;
        publish(Samples.run(1, RunState.WORKING, Optional.empty()));
        return plan.run();
    }

    @Override
    public synchronized List<RunView> list() {
        return view.stream().toList();
    }

    @Override
    public synchronized RunView show(RunId run) {
        return view.orElseThrow();
    }

    @Override
    public synchronized Following follow(RunId run, Consumer<RunView> listener) {
        listeners.add(listener);
        view.ifPresent(listener);
        return () -> forget(listener);
    }

    private synchronized void forget(Consumer<RunView> listener) {
        listeners.remove(listener);
    }

    @Override
    public synchronized void answer(RunId run, Answer answer) {
        Question question = view.flatMap(RunView::question).orElseThrow(() -> refused("nothing was asked"));
        if (question.number() != answer.question()) {
            throw refused("that question is answered");
        }
        if (question.nameToType().isPresent() && !question.nameToType().get().equals(answer.typed())) {
            throw refused("the name does not match");
        }
        deeds.add("answer " + answer.choice() + " " + answer.typed());
        current = 7;
        publish(Samples.run(7, RunState.WORKING, Optional.empty()));
    }

    @Override
    public void pause(RunId run, Actor who) {
        deeds.add("pause");
    }

    @Override
    public void resume(RunId run, Actor who) {
        deeds.add("resume");
    }

    @Override
    public void undo(RunId run, Actor who) {
        deeds.add("undo");
    }

    @Override
    public void abort(RunId run, Actor who) {
        deeds.add("abort");
    }

    @Override
    public String report(RunId run) {
        return "# Run 7Q2M\n\ncorruption of legacy: done\n\norders 51 228 rows\n";
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemCode.UNSAFE, why));
    }
}
