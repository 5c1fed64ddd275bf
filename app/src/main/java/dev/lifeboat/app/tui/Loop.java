package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Takes messages one by one, updates the model, starts effects, and hands the newest model to the front once the
/// queue is empty (tui.md 3.1). `run` is the update thread.
final class Loop {
    private final LinkedBlockingQueue<Msg> queue = new LinkedBlockingQueue<>();
    /// Messages that were posted and are not yet in the model that the front has.
    private final AtomicLong pending = new AtomicLong();

    private final InstantSource clock;
    private final Effects effects;
    private final IdleMarker marker;
    private final Model first;
    private volatile Model model;
    private volatile long inputs;
    private boolean over;

    Loop(Ports ports, Surroundings where, TerminalSize size, InstantSource clock, IdleMarker marker) {
        this.clock = clock;
        this.marker = marker;
        this.effects = new Effects(ports, clock, this::post);
        this.first = Model.start(where, size, clock.instant());
        this.model = first;
    }

    /// May be called by any thread.
    void post(Msg msg) {
        pending.incrementAndGet();
        queue.add(msg);
    }

    /// Ends when somebody leaves.
    void run(Front front) throws InterruptedException {
        try (effects) {
            apply(Update.begin(first), front);
            front.show(model);
            while (!over) {
                turn(front);
            }
        }
    }

    private void turn(Front front) throws InterruptedException {
        Msg msg = queue.poll(untilTick(), TimeUnit.MILLISECONDS);
        long taken = 0;
        if (msg == null) {
            take(new Msg.Tick(), front);
        }
        while (msg != null && !over) {
            take(msg, front);
            taken++;
            msg = queue.poll();
        }
        if (!Forms.isSettled(model)) {
            // Before the frame: whoever sees the confirmation finds the mark that says it takes no keys yet.
            markBusy();
        }
        front.show(model);
        pending.addAndGet(-taken);
        markIdle(front);
    }

    private void take(Msg msg, Front front) {
        if (msg instanceof Msg.Line) {
            front.answered();
        }
        apply(Update.update(model.withNow(clock.instant()), msg), front);
        if (msg instanceof Msg.Key
                || msg instanceof Msg.Paste
                || msg instanceof Msg.Line
                || msg instanceof Msg.Resized) {
            inputs++;
        }
    }

    private synchronized void markBusy() {
        marker.busy();
    }

    private long untilTick() {
        Instant next = Ticks.next(model);
        return Math.max(1, Duration.between(clock.instant(), next).toMillis());
    }

    private void apply(Next next, Front front) {
        model = next.model();
        for (Effect effect : next.effects()) {
            switch (effect) {
                case Effect.Work work -> effects.work(work);
                case Effect.Follow(var run) -> effects.follow(run);
                case Effect.Unfollow() -> effects.unfollow();
                case Effect.Redraw() -> front.redraw();
                case Effect.Suspend() -> {
                    front.suspend();
                    post(new Msg.Resumed());
                }
                case Effect.Quit() -> over = true;
            }
        }
    }

    /// Writes the mark when nothing is left to do. Called by the update thread after a turn and by the front after a
    /// frame, because either may be the last to finish. Looks and writes in one: a mark from before a confirmation
    /// opened must not come behind the one that says so.
    synchronized void markIdle(Front front) {
        boolean idle = pending.get() == 0 && effects.isIdle() && Forms.isSettled(model) && front.isDone();
        if (idle) {
            front.idle(model);
            marker.idle(inputs, front.hash());
        }
    }
}
