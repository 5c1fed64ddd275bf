package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Where in one generation a moment lies by commit times. It says whose times it has to know and hears them; it asks
/// nobody itself.
///
/// It begins with the two objects between which the moment lies by storage times, or with the first and the last
/// where all were stored behind it. Mostly that is the answer. Where it is not, the search steps away from there in
/// steps that double, and then cuts what is left. Objects that say no commit time are of another writer: when none of
/// those asked says one, the search ends.
///
/// It ends at an object that was committed at or before the moment and is followed by one that was committed behind
/// it. While a writer's clock runs forward there is one such place. A clock that was set back passes some minutes
/// twice, and then it is one of such places: the one to which storage times point, or any of them in a copy.
final class CommitSearch {
    /// How many heads are asked at once where there are many left.
    private static final int CUTS = 15;

    private final List<Timed> objects;
    private final Instant time;

    /// Objects that were asked for and said nothing, and those that are at or before the moment.
    private final Set<Integer> silent = new HashSet<>();

    private final TreeSet<Integer> reached = new TreeSet<>();

    /// The first object that is known to be behind the moment.
    private int after;

    private List<Integer> next;

    private record Timed(String key, int index, long offset, Instant time) {
        Timed(Snapshot snapshot) {
            this(snapshot.key(), snapshot.index(), -1, snapshot.time());
        }

        Timed(Segment segment) {
            this(segment.key(), segment.index(), segment.offset(), segment.time());
        }
    }

    CommitSearch(Generation generation, Instant time) {
        this.objects = inOrder(generation);
        this.time = time;
        this.after = objects.size();
        this.next = around();
    }

    /// A snapshot stands before the segments of its index.
    private static List<Timed> inOrder(Generation generation) {
        return Stream.concat(
                        generation.snapshots().stream().map(Timed::new),
                        generation.segments().stream().map(Timed::new))
                .sorted(Comparator.comparingInt(Timed::index).thenComparingLong(Timed::offset))
                .toList();
    }

    private List<Integer> around() {
        int guess = objects.size() - 1;
        while (guess >= 0 && objects.get(guess).time().isAfter(time)) {
            guess--;
        }
        // All stored behind the moment: it began later, or it was copied, perhaps from before the moment.
        Stream<Integer> ends = guess < 0 ? Stream.of(0, objects.size() - 1) : Stream.of(guess, guess + 1);
        return ends.filter(each -> each < objects.size()).distinct().toList();
    }

    /// The objects whose times it wants to hear next; none where it has ended.
    List<String> next() {
        return next.stream().map(each -> objects.get(each).key()).toList();
    }

    /// `times` has the commit time of each object of [#next] that says one.
    void hear(Map<String, Instant> times) {
        boolean said = false;
        for (int object : next) {
            Optional<Instant> commit =
                    Optional.ofNullable(times.get(objects.get(object).key()));
            said |= commit.isPresent();
            place(object, commit);
        }
        next = said ? left() : List.of();
    }

    private void place(int object, Optional<Instant> commit) {
        if (commit.isEmpty()) {
            silent.add(object);
        } else if (commit.get().isAfter(time)) {
            after = Math.min(after, object);
        } else {
            reached.add(object);
        }
    }

    /// Which to ask next, between the last that is reached and the first behind it.
    private List<Integer> left() {
        Integer last = reached.lower(after);
        int before = last == null ? -1 : last;
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
