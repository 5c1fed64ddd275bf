package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.PointId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of the database at a commit, or a snapshot, of its history. `pages` is 0 where it is not.
///
/// `isSnapshots`: it is what a snapshot says, which may hold a part of the WAL that follows it (0.3 spec, section 1.4).
/// What that WAL tells of states before the snapshot's is no news.
record State(Optional<PointId> place, long pages, Optional<PageOne> first, boolean isSnapshots) {
    static final State UNKNOWN = new State(Optional.empty(), 0, Optional.empty(), false);

    static State of(PointId place, Facts.OfSnapshot snapshot) {
        return new State(Optional.of(place), snapshot.pages(), Optional.of(snapshot.first()), true);
    }

    /// The state behind a commit, and what it changed.
    record Step(State state, List<PointEvent> events) {}

    /// This state with what is known better of the last commit. What a snapshot says stays until its WAL has reached
    /// it.
    State at(PointId better, Commit.Before before) {
        Optional<PageOne> known = isSnapshots ? first : before.first().or(() -> first);
        return new State(Optional.of(better), before.pages(), known, isSnapshots);
    }

    /// A commit at `at` that says this of the database behind it.
    Step commit(PointId at, long newPages, Optional<PageOne> newFirst, PageSize pageSize) {
        if (isSnapshots
                && first.isPresent()
                && newFirst.isPresent()
                && newFirst.get().cookie() < first.get().cookie()) {
            return new Step(this, List.of());
        }
        State next = new State(Optional.of(at), newPages, newFirst.or(() -> first), isSnapshots && newFirst.isEmpty());
        return new Step(
                next, place.map(before -> changes(before, at, next, pageSize)).orElse(List.of()));
    }

    private List<PointEvent> changes(PointId before, PointId at, State next, PageSize pageSize) {
        List<PointEvent> events = new ArrayList<>();
        long oldBytes = pages * pageSize.bytes();
        long newBytes = next.pages * pageSize.bytes();
        boolean isOther = false;
        if (first.isPresent() && next.first.isPresent()) {
            PageOne old = first.get();
            PageOne now = next.first.get();
            isOther = old.cookie() != now.cookie();
            if (isOther) {
                events.add(new PointEvent.SchemaChange(before, at, old.cookie(), now.cookie()));
            }
            long oldFree = old.freePages() * pageSize.bytes();
            long newFree = now.freePages() * pageSize.bytes();
            if (SizeRule.isMuchFreed(oldFree, newFree, newBytes)) {
                events.add(new PointEvent.MuchFreed(before, at, newFree - oldFree, newBytes));
            }
        }
        boolean isBehindItsSnapshot = isSnapshots && !isOther && newBytes < oldBytes;
        boolean areKnown = oldBytes > 0 && newBytes > 0;
        if (areKnown && !isBehindItsSnapshot && SizeRule.isJump(oldBytes, newBytes)) {
            events.add(new PointEvent.SizeJump(before, at, oldBytes, newBytes));
        }
        return events;
    }
}
