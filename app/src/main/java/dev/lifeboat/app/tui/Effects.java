package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.Runs;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the work that the model asks for, each piece on a virtual thread, and brings the answer back as a message.
///
/// A problem is an answer too. A bug in a port is told as one: the screen stays up at the worst hour of somebody's
/// year, and the log has the trace.
final class Effects implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

    private final Ports ports;
    private final InstantSource clock;
    private final Consumer<Msg> post;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object following = new Object();
    private Runs.Following followed = () -> {};
    private long follows;

    Effects(Ports ports, InstantSource clock, Consumer<Msg> post) {
        this.ports = ports;
        this.clock = clock;
        this.post = post;
    }

    boolean isIdle() {
        return inFlight.get() == 0;
    }

    void work(Effect.Work work) {
        in(() -> answer(work), work.request());
    }

    private Msg.Answer answer(Effect.Work work) {
        return switch (work) {
            case Effect.Look _ ->
                new Msg.Answer.Seen(ports.databases().look(), ports.runs().list(), clock.instant());
            case Effect.ListPoints points ->
                new Msg.Answer.PointsListed(ports.points().list(points.database()));
            case Effect.ListRunbooks _ ->
                new Msg.Answer.RunbooksListed(ports.runs().runbooks());
            case Effect.PlanRun plan ->
                new Msg.Answer.Planned(ports.runs().plan(request(plan.runbook(), plan.database(), plan.point())));
            case Effect.DryRun plan ->
                new Msg.Answer.Rehearsed(ports.runs().plan(request(plan.runbook(), plan.database(), plan.point())));
            case Effect.Report report ->
                new Msg.Answer.Reported(report.run(), ports.runs().report(report.run()));
            case Effect.StartRun start -> new Msg.Answer.Started(ports.runs().start(start.plan()));
            case Effect.AnswerRun answer -> done(() -> ports.runs().answer(answer.run(), answer(answer)));
            case Effect.UndoRun undo -> done(() -> ports.runs().undo(undo.run(), ports.actor()));
            case Effect.AbortRun abort -> done(() -> ports.runs().abort(abort.run(), ports.actor()));
            case Effect.PauseRun pause -> done(() -> ports.runs().pause(pause.run(), ports.actor()));
            case Effect.ResumeRun resume -> done(() -> ports.runs().resume(resume.run(), ports.actor()));
        };
    }

    private RunRequest request(String runbook, String database, PointChoice point) {
        return new RunRequest(runbook, ports.specs().apply(database), point, Consent.none(), ports.actor());
    }

    private Answer answer(Effect.AnswerRun answer) {
        return new Answer(answer.question(), answer.choice(), answer.typed(), ports.actor());
    }

    private static Msg.Answer done(Runnable deed) {
        deed.run();
        return new Msg.Answer.Done();
    }

    /// Follows `run` and lets go of the one before; news of that one that are still on their way are dropped.
    void follow(RunId run) {
        long mine = next();
        inFlight.incrementAndGet();
        Thread.ofVirtual().name("follow-" + run).start(() -> {
            try {
                Runs.Following now = ports.runs().follow(run, view -> {
                    if (isCurrent(mine)) {
                        post.accept(new Msg.RunChanged(run, view));
                    }
                });
                keep(mine, now);
            } catch (ProblemException e) {
                post.accept(new Msg.Failed(0, e.problem()));
            } catch (RuntimeException e) {
                post.accept(new Msg.Failed(0, bug(e)));
            } finally {
                inFlight.decrementAndGet();
                post.accept(new Msg.Tick());
            }
        });
    }

    void unfollow() {
        next();
    }

    private long next() {
        Runs.Following before;
        long number;
        synchronized (following) {
            before = followed;
            followed = () -> {};
            number = ++follows;
        }
        before.close();
        return number;
    }

    private boolean isCurrent(long number) {
        synchronized (following) {
            return number == follows;
        }
    }

    private void keep(long number, Runs.Following now) {
        boolean kept;
        synchronized (following) {
            kept = number == follows;
            if (kept) {
                followed = now;
            }
        }
        if (!kept) {
            now.close();
        }
    }

    private void in(Supplier<Msg.Answer> work, long request) {
        inFlight.incrementAndGet();
        Thread.ofVirtual().name("effect-" + request).start(() -> {
            Msg answer;
            try {
                answer = new Msg.Loaded(request, work.get());
            } catch (ProblemException e) {
                answer = new Msg.Failed(request, e.problem());
            } catch (RuntimeException e) {
                answer = new Msg.Failed(request, bug(e));
            }
            // The message is on the queue before the work counts as done: there is no moment that looks idle.
            post.accept(answer);
            inFlight.decrementAndGet();
            post.accept(new Msg.Tick());
        });
    }

    private static Problem bug(RuntimeException e) {
        LOG.error("a port failed", e);
        return Problem.of(ProblemCode.BUG, "this should not have happened: " + e)
                .withSafe("nothing was changed by this screen")
                .withNext("the log has the details");
    }

    @Override
    public void close() {
        next();
    }
}
