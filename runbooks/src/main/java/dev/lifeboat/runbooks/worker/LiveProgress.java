package dev.lifeboat.runbooks.worker;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.json.ProgressJson;
import dev.lifeboat.runbooks.steps.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the step at work shows, with the rate of the last ten seconds (tui.md 6.5).
final class LiveProgress implements Progress {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);
    private static final Duration BEFORE_ESTIMATES = Duration.ofSeconds(3);
    /// More lines than a pane of any size shows.
    private static final int MAX_OPERATIONS = 200;

    private final Clock clock;
    private final Runnable changed;
    private final Map<String, RunView.Bar> bars = new LinkedHashMap<>();
    private final List<String> operations = new ArrayList<>();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private List<Fact> facts = List.of();
    private String leading = "";
    private int line;
    private String title = "";

    private record Sample(Instant at, long done) {}

    LiveProgress(Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
    }

    synchronized void begin(int newLine, String newTitle) {
        if (line != newLine) {
            operations.clear();
        }
        line = newLine;
        title = newTitle;
        facts = List.of();
        bars.clear();
        samples.clear();
        leading = "";
        changed.run();
    }

    @Override
    public synchronized void facts(List<Fact> next) {
        facts = List.copyOf(next);
        changed.run();
    }

    @Override
    public synchronized void bar(String label, long done, long total, EngineEvent.Unit unit) {
        bars.put(label, new RunView.Bar(label, done, total, unit));
        if (!label.equals(leading)) {
            leading = label;
            samples.clear();
        }
        Instant now = clock.instant();
        samples.addLast(new Sample(now, done));
        while (samples.size() > 2 && samples.getFirst().at().isBefore(now.minus(RATE_WINDOW))) {
            samples.removeFirst();
        }
        changed.run();
    }

    @Override
    public synchronized void operation(String text) {
        if (operations.size() == MAX_OPERATIONS) {
            operations.removeFirst();
        }
        operations.add(text);
        changed.run();
    }

    synchronized JsonObject json() {
        double rate = rate();
        return ProgressJson.write(new RunView.Work(
                line, title, facts, List.copyOf(bars.values()), rate, left(rate), List.copyOf(operations)));
    }

    private double rate() {
        if (samples.size() < 2) {
            return 0;
        }
        Duration span =
                Duration.between(samples.getFirst().at(), samples.getLast().at());
        long done = samples.getLast().done() - samples.getFirst().done();
        return span.toMillis() < 200 || done < 0 ? 0 : done * 1000.0 / span.toMillis();
    }

    private Optional<Duration> left(double rate) {
        RunView.Bar bar = bars.get(leading);
        if (bar == null || rate <= 0 || bar.total() == 0 || bar.done() * 50 < bar.total()) {
            return Optional.empty();
        }
        Duration seen =
                Duration.between(samples.getFirst().at(), samples.getLast().at());
        return seen.compareTo(BEFORE_ESTIMATES) < 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round((bar.total() - bar.done()) / rate)));
    }
}
