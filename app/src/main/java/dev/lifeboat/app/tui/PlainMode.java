package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// The same screens as questions and lines: for serial consoles, pipes and screen readers (tui.md 6.14).
///
/// The end of the input leaves; a run goes on without us, as it does when the full screen is closed.
public final class PlainMode {
    private final Surroundings where;
    private final Ports ports;
    private final InstantSource clock;
    private final Map<String, String> environment;
    private final boolean interactive;

    /// `interactive` says that a person types at a terminal, rather than a program through a pipe.
    public PlainMode(
            Surroundings where,
            Ports ports,
            InstantSource clock,
            Map<String, String> environment,
            boolean interactive) {
        this.interactive = interactive;
        this.where = where;
        this.ports = ports;
        this.clock = clock;
        this.environment = Map.copyOf(environment);
    }

    /// Runs until somebody leaves; returns the exit status.
    public int run(BufferedReader in, PrintWriter out) throws InterruptedException {
        TerminalSize size = new TerminalSize(Model.LEAST_COLUMNS, Model.LEAST_ROWS);
        Loop loop = new Loop(ports, where, size, clock, IdleMarker.of(environment));
        Semaphore prompts = new Semaphore(0);
        PlainFront front = new PlainFront(out, () -> {
            prompts.drainPermits();
            prompts.release();
        });
        front.begin(Model.start(where, size, clock.instant()));
        Thread.ofPlatform().daemon().name("read-lines").start(() -> read(in, loop, prompts));
        loop.run(front);
        out.flush();
        return 0;
    }

    /// A person may speak at any time. What comes through a pipe is taken line by line, each after its prompt, so that
    /// no line answers a question that was not asked yet.
    private void read(BufferedReader in, Loop loop, Semaphore prompts) {
        try {
            while (true) {
                if (!interactive) {
                    prompts.acquire();
                }
                String line = in.readLine();
                if (line == null) {
                    break;
                }
                loop.post(new Msg.Line(line));
            }
        } catch (IOException _) {
            // The input is gone, which is its end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        loop.post(new Msg.InputEnded());
    }
}
