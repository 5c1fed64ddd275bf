package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The true times of the objects around an asked moment, from the metadata that our writer leaves with each (product.md
/// 5): a storage time is that of the upload, and a copy moves it.
///
/// Within a generation commit times never run backwards, so the search begins with the two objects between which
/// the moment lies by storage times. Mostly that is the answer, and costs two heads. Where it is not, the search
/// steps away from there in steps that double, and then cuts what is left. Objects without such metadata are of
/// another writer: two of them end the search.
final class CommitTimes {
    /// How many heads are asked at once where there are many left.
    private static final int CUTS = 15;

    private final ObjectStore store;

    CommitTimes(ObjectStore store) {
        this.store = store;
    }

    History learn(History history, RestoreTarget target) throws IOException {
        if (!(target instanceof RestoreTarget.AtTime(Instant time, var id))) {
            return history;
        }
        List<Generation> oldestFirst = history.generations().stream()
                .filter(each -> id.isEmpty() || each.id().equals(id.get()))
                .sorted(Comparator.comparing(Generation::created))
                .toList();
        int at = (int) oldestFirst.stream()
                .filter(each -> !each.created().isAfter(time))
                .count();
        Map<String, Instant> times = new HashMap<>();
        for (int i = 0; i < at; i++) {
            boolean isAround = i == at - 1 || !oldestFirst.get(i).updated().isBefore(time);
            if (isAround) {
                new Search(oldestFirst.get(i), time, times).run();
            }
        }
        // What was stored after the moment may have been committed before it.
        boolean mayHoldIt = true;
        for (int next = at; mayHoldIt && next < oldestFirst.size(); next++) {
            mayHoldIt = new Search(oldestFirst.get(next), time, times).run();
        }
        return times.isEmpty() ? history : history.withCommitTimes(times);
    }

    private record Timed(String key, int index, long offset, Instant time) {}

    private final class Search {
        private final List<Timed> objects;
        private final Instant time;
        private final Map<String, Instant> times;

        /// Objects that were asked for and said nothing.
        private final TreeSet<Integer> silent = new TreeSet<>();

        /// The last object that is known to be at or before the moment, and the first that is behind it.
        private int before = -1;

        private int after;

        Search(Generation generation, Instant time, Map<String, Instant> times) {
            this.objects = inOrder(generation);
            this.time = time;
            this.times = times;
            this.after = objects.size();
        }

        /// A snapshot stands before the segments of its index.
        private static List<Timed> inOrder(Generation generation) {
            return Stream.concat(
                            generation.snapshots().stream().map(Search::timed),
                            generation.segments().stream().map(Search::timed))
                    .sorted(Comparator.comparingInt(Timed::index).thenComparingLong(Timed::offset))
                    .toList();
        }

        private static Timed timed(Snapshot snapshot) {
            return new Timed(snapshot.key(), snapshot.index(), -1, snapshot.time());
        }

        private static Timed timed(Segment segment) {
            return new Timed(segment.key(), segment.index(), segment.offset(), segment.time());
        }

        /// Whether anything here was committed at or before the moment, as far as it is said.
        boolean run() throws IOException {
            int guess = objects.size() - 1;
            while (guess >= 0 && objects.get(guess).time().isAfter(time)) {
                guess--;
            }
            List<Integer> next = Stream.of(guess, guess + 1)
                    .filter(each -> each >= 0 && each < objects.size())
                    .toList();
            while (!next.isEmpty() && ask(next)) {
                next = left();
            }
            return before >= 0;
        }

        /// Whether any of them said its time.
        private boolean ask(List<Integer> some) throws IOException {
            List<Asked<Optional<ObjectHead>>> heads = some.stream()
                    .map(each -> Asked.of(() -> store.head(objects.get(each).key())))
                    .toList();
            boolean said = false;
            try {
                for (int i = 0; i < some.size(); i++) {
                    int object = some.get(i);
                    Optional<Instant> commit = heads.get(i).answer().flatMap(CommitTimes::time);
                    commit.ifPresent(found -> times.put(objects.get(object).key(), found));
                    said |= commit.isPresent();
                    place(object, commit);
                }
            } finally {
                heads.forEach(Asked::close);
            }
            return said;
        }

        private void place(int object, Optional<Instant> commit) {
            if (commit.isEmpty()) {
                silent.add(object);
            } else if (commit.get().isAfter(time)) {
                after = Math.min(after, object);
            } else {
                before = Math.max(before, object);
            }
        }

        /// Which to ask next, between the two that are known.
        private List<Integer> left() {
            List<Integer> left = new ArrayList<>();
            int count = after - before - 1;
            if (count > CUTS && after == objects.size()) {
                for (int step = 1; step <= count; step *= 2) {
                    left.add(before + step);
                }
            } else if (count > CUTS && before < 0) {
                for (int step = 1; step <= count; step *= 2) {
                    left.add(after - step);
                }
            } else {
                int cuts = Math.min(CUTS, count);
                for (int i = 1; i <= cuts; i++) {
                    left.add(before + (int) ((long) (count + 1) * i / (cuts + 1)));
                }
            }
            left.removeAll(silent);
            return left;
        }
    }

    private static Optional<Instant> time(ObjectHead head) {
        try {
            return Optional.ofNullable(head.metadata().get(ObjectMetadata.COMMIT_TIME))
                    .map(Instant::parse);
        } catch (DateTimeException e) {
            // Somebody else's words under our name.
            return Optional.empty();
        }
    }
}
