package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.PointId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of the database at a commit, or a snapshot, of its history. `pages` is 0 and `cookie` empty where it
/// is not.
///
/// `isSnapshots`: it is what a snapshot says, which may hold a part of the WAL that follows it (0.3 spec, section 1.4).
/// What that WAL tells of states before the snapshot's is no news.
record State(Optional<PointId> place, long pages, OptionalLong cookie, boolean isSnapshots) {
    static final State UNKNOWN = new State(Optional.empty(), 0, OptionalLong.empty(), false);

    static State of(PointId place, Facts.OfSnapshot snapshot) {
        return new State(Optional.of(place), snapshot.pages(), OptionalLong.of(snapshot.cookie()), true);
    }

    /// The state behind a commit, and what it changed.
    record Step(State state, List<PointEvent> events) {}

    /// This state with what one that is known better says of the last commit.
    State at(PointId better, long betterPages) {
        return new State(Optional.of(better), betterPages, cookie, isSnapshots);
    }

    /// A commit at `at` that says this of the database behind it.
    Step commit(PointId at, long newPages, OptionalLong newCookie, PageSize pageSize) {
        if (isSnapshots && newCookie.orElse(Long.MAX_VALUE) < cookie.orElse(0)) {
            return new Step(this, List.of());
        }
        boolean hasCookie = newCookie.isPresent();
        State next = new State(Optional.of(at), newPages, hasCookie ? newCookie : cookie, isSnapshots && !hasCookie);
        return new Step(
                next, place.map(before -> changes(before, at, next, pageSize)).orElse(List.of()));
    }

    private List<PointEvent> changes(PointId before, PointId at, State next, PageSize pageSize) {
        List<PointEvent> events = new ArrayList<>();
        boolean isOther = cookie.isPresent() && !cookie.equals(next.cookie);
        if (isOther) {
            events.add(new PointEvent.SchemaChange(before, at, cookie.getAsLong(), next.cookie.getAsLong()));
        }
        long oldBytes = pages * pageSize.bytes();
        long newBytes = next.pages * pageSize.bytes();
        boolean isBehindItsSnapshot = isSnapshots && !isOther && newBytes < oldBytes;
        boolean areKnown = oldBytes > 0 && newBytes > 0;
        if (areKnown && !isBehindItsSnapshot && SizeRule.isJump(oldBytes, newBytes)) {
            events.add(new PointEvent.SizeJump(before, at, oldBytes, newBytes));
        }
        return events;
    }
}
