package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.PointId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What is known of the database at a place in its history. `pages` is 0 and `cookie` empty where it is not.
///
/// `isSnapshots`: it is what a snapshot says, which may hold a part of the WAL that follows it (0.3 spec, section 1.4).
/// What that WAL tells of states before the snapshot's is no news.
record State(long pages, OptionalLong cookie, boolean isSnapshots) {
    static final State UNKNOWN = new State(0, OptionalLong.empty(), false);

    static State of(Facts.OfSnapshot snapshot) {
        return new State(snapshot.pages(), OptionalLong.of(snapshot.cookie()), true);
    }

    /// The state behind a commit, and what it changed.
    record Step(State state, List<PointEvent> events) {}

    /// A commit at `at` that says this of the database behind it, and `pagesBefore` of the one before it, where that is
    /// not 0.
    Step commit(PointId at, long pagesBefore, long newPages, OptionalLong newCookie, PageSize pageSize) {
        if (isSnapshots && newCookie.orElse(Long.MAX_VALUE) < cookie.orElse(0)) {
            return new Step(this, List.of());
        }
        List<PointEvent> events = new ArrayList<>();
        boolean isOther = cookie.isPresent() && newCookie.isPresent() && !cookie.equals(newCookie);
        if (isOther) {
            events.add(new PointEvent.SchemaChange(at, cookie.getAsLong(), newCookie.getAsLong()));
        }
        long oldBytes = (pagesBefore > 0 ? pagesBefore : pages) * pageSize.bytes();
        long newBytes = newPages * pageSize.bytes();
        boolean isBehindItsSnapshot = isSnapshots && !isOther && newBytes < oldBytes;
        if (oldBytes > 0 && newBytes > 0 && !isBehindItsSnapshot && SizeRule.isJump(oldBytes, newBytes)) {
            events.add(new PointEvent.SizeJump(at, oldBytes, newBytes));
        }
        boolean hasCookie = newCookie.isPresent();
        return new Step(new State(newPages, hasCookie ? newCookie : cookie, isSnapshots && !hasCookie), events);
    }
}
