package dev.lifeboat.engine.replicate.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Which disk the thread that captures waits for just now, told to other threads while it waits (D2). One thread calls
/// `during`; every thread may ask.
public final class DiskWait {
    private volatile Optional<Begun> now = Optional.empty();

    private record Begun(Path below, long nanos) {}

    /// `below`: a directory on that disk. `time`: since it gave its last answer.
    public record Wait(Path below, Duration time) {}

    @FunctionalInterface
    public interface Step<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    public interface Act {
        void run() throws IOException;
    }

    /// Steps may be nested: the innermost one counts, and when it ends the outer one begins anew.
    public <T> T during(Path below, Step<T> step) throws IOException {
        Optional<Begun> outer = now;
        now = Optional.of(new Begun(below, System.nanoTime()));
        try {
            return step.run();
        } finally {
            now = outer.map(each -> new Begun(each.below(), System.nanoTime()));
        }
    }

    public void during(Path below, Act act) throws IOException {
        during(below, () -> {
            act.run();
            return true;
        });
    }

    /// Empty where it waits for none, or not that long.
    public Optional<Wait> longerThan(Duration limit) {
        return now.map(begun -> new Wait(begun.below(), Duration.ofNanos(System.nanoTime() - begun.nanos())))
                .filter(wait -> wait.time().compareTo(limit) > 0);
    }
}
