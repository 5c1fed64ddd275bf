package dev.lifeboat.app.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    /// tui.md 13.2: whoever reads `idle` may press a key. The clock stands, so that a confirmation takes none for ever.
    @Test
    @Timeout(120)
    void aMarkOfTheFrameBeforeDoesNotComeBehindThatOfAConfirmation() throws Exception {
        Path marks = directory.resolve("marks");
        Loop loop = new Loop(
                new Ports(Samples::overview, _ -> Samples.points(1), new FakeRuns(), Samples::spec, Samples.ACTOR),
                Samples.WHERE,
                Samples.SMALL,
                InstantSource.fixed(Samples.NOW),
                IdleMarker.of(Map.of(IdleMarker.VARIABLE, marks.toString())));
        SlowFront front = new SlowFront();
        Thread update = Thread.ofPlatform().daemon().start(() -> run(loop, front));
        await("the dashboard is there", () -> last(marks).startsWith("idle 0"));
        loop.post(new Msg.Key(Keys.named("Enter")));
        await("the plan is there", () -> last(marks).startsWith("idle 1"));

        Thread frames = Thread.ofPlatform().daemon().start(() -> front.markAfterAFrame(loop));
        front.isMarking.await();
        loop.post(new Msg.Key(Keys.named("Enter")));
        await(
                "the key is taken, or waits",
                () -> update.getState() == Thread.State.BLOCKED || last(marks).equals("busy"));
        front.mayMark.countDown();
        frames.join();
        await("the confirmation has opened", () -> lines(marks).contains("busy"));
        assertThat(last(marks)).isEqualTo("busy");
        update.interrupt();
        update.join();
    }

    private static void run(Loop loop, Front front) {
        try {
            loop.run(front);
        } catch (InterruptedException e) {
            // The end of the test.
            return;
        }
    }

    private static String last(Path marks) {
        List<String> lines = lines(marks);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private static List<String> lines(Path marks) {
        try {
            return Files.exists(marks) ? Files.readAllLines(marks) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Wait.until(LIMIT, what, condition);
    }

    /// Shows everything at once. Its own thread takes its time between the look at what is left to do and the mark.
    private static final class SlowFront implements Front {
        private final CountDownLatch isMarking = new CountDownLatch(1);
        private final CountDownLatch mayMark = new CountDownLatch(1);
        private volatile Thread frames = Thread.currentThread();

        void markAfterAFrame(Loop loop) {
            frames = Thread.currentThread();
            while (isMarking.getCount() > 0) {
                loop.markIdle(this);
            }
        }

        @Override
        public long hash() {
            if (Thread.currentThread() != frames) {
                return 0;
            }
            isMarking.countDown();
            try {
                mayMark.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 1;
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public void show(Model model) {}

        @Override
        public void redraw() {}

        @Override
        public void suspend() {}

        @Override
        public void answered() {}

        @Override
        public void idle(Model model) {}
    }
}
