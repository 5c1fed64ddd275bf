package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.replicate.control.ControlHandler.Answer;
import dev.lifeboat.engine.replicate.control.ControlRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Where requests wait for the thread that may touch the database. Nobody interrupts that thread (LK-7): it is woken by
/// a request, by `stop` or by a nudge, wherever it waits.
final class Inbox {
    private final Deque<Ask> waiting = new ArrayDeque<>();
    private Runnable wake = () -> {};
    private boolean nudged;
    private boolean called;
    private boolean stopping;
    private boolean closed;

    record Ask(ControlRequest request, CompletableFuture<Answer> answer) {}

    /// Who is called, on any thread, when there is something to do. It returns at once.
    synchronized void onWake(Runnable called) {
        wake = called;
    }

    /// Hands a request over and waits for its answer. For every thread but the one that answers.
    Answer ask(ControlRequest request) {
        Ask ask = new Ask(request, new CompletableFuture<>());
        synchronized (this) {
            if (closed || stopping) {
                return ending();
            }
            waiting.add(ask);
        }
        nudge();
        return ask.answer().join();
    }

    synchronized Optional<Ask> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /// There may be something to do.
    void nudge() {
        Runnable woken;
        synchronized (this) {
            nudged = true;
            called = true;
            notifyAll();
            woken = wake;
        }
        woken.run();
    }

    /// Whether there was a request or a nudge since this was asked last.
    synchronized boolean wasCalled() {
        boolean was = called;
        called = false;
        return was;
    }

    /// Waits until `longest` is over or there may be something to do. An interrupt, which nobody should send, ends the
    /// wait and nothing else.
    synchronized void await(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        boolean interrupted = false;
        while (!nudged && !interrupted) {
            long millis = Math.ceilDiv(until - System.nanoTime(), 1_000_000L);
            if (millis <= 0) {
                break;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                // Not restored: with the flag up, the next channel this thread uses would close itself.
                interrupted = true;
            }
        }
        nudged = false;
    }

    void stop() {
        synchronized (this) {
            stopping = true;
        }
        nudge();
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /// Answers everything that still waits, and whatever comes later.
    synchronized void close() {
        closed = true;
        waiting.forEach(ask -> ask.answer().complete(ending()));
        waiting.clear();
    }

    private static Answer ending() {
        return new Answer.Failed(Problem.of(ProblemCode.FAILED, "the replicator is about to end"));
    }
}
