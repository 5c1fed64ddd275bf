package dev.lifeboat.runbooks;

import java.util.List;
import java.util.function.Consumer;

/// All that screens and commands do with runs. The work itself is done by a worker process of its own; closing or
/// killing the caller stops nothing.
///
/// What cannot be done is a [dev.lifeboat.engine.ProblemException]: no such run, a worker that another person's
/// answer reached first, a database that another run holds. Safe for use by several threads and several processes.
public interface Runs {
    /// The catalogue, in the order of its numbers.
    List<RunbookInfo> runbooks();

    /// What the run would do, from a fresh look at the database, its services and its replica. Changes nothing: it
    /// is the dry run as well.
    RunPlan plan(RunRequest request);

    /// Freezes the plan, starts its worker and returns once the worker has taken over. Who calls has asked for
    /// consent of level 2 (tui.md 5.1).
    RunId start(RunPlan plan);

    /// Every run that this state directory knows, unfinished first, then newest first.
    List<RunView> list();

    RunView show(RunId run);

    /// Calls `listener` with the present view and then with each newer one, on a thread of its own, never twice at
    /// once. Ends when closed; the run is not touched.
    Following follow(RunId run, Consumer<RunView> listener);

    /// Answers the open question. On a lost run the choices are `continue`, `again` and `drop`.
    void answer(RunId run, Answer answer);

    /// Stops at the next safe place.
    void pause(RunId run, Actor who);

    /// Goes on after a pause, or starts a new worker for a run whose worker is gone.
    void resume(RunId run, Actor who);

    /// Takes back what the run did, newest first, and returns when that has begun.
    void undo(RunId run, Actor who);

    /// Stops at the next safe place and ends the run; what was saved stays.
    void abort(RunId run, Actor who);

    /// The report as Markdown, made new when the run is not over.
    String report(RunId run);

    /// Ends the following and nothing else.
    interface Following extends AutoCloseable {
        @Override
        void close();
    }
}
