package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The segments of a generation from a position on, one after the other, with where each has to end.
final class Links {
    private final SegmentStarts beginnings;
    private final SegmentStarts others;
    private int beginning;
    private int other;

    Links(StoredGeneration generation, Position from) {
        this.beginnings = generation.beginnings();
        this.others = generation.others();
        this.beginning = beginnings.below(from.index(), from.offset());
        this.other = others.below(from.index(), from.offset());
    }

    /// How many there are and were not taken.
    int left() {
        return beginnings.size() - beginning + others.size() - other;
    }

    List<Link> take(int most) {
        List<Link> links = new ArrayList<>();
        Optional<Position> start = next();
        while (start.isPresent() && links.size() < most) {
            Position at = start.get();
            advance();
            start = next();
            links.add(new Link(at, start.filter(next -> next.index() == at.index())));
        }
        return links;
    }

    private Optional<Position> next() {
        if (left() == 0) {
            return Optional.empty();
        }
        return Optional.of(isBeginningNext() ? beginnings.position(beginning) : others.position(other));
    }

    private void advance() {
        if (isBeginningNext()) {
            beginning++;
        } else {
            other++;
        }
    }

    private boolean isBeginningNext() {
        return other == others.size()
                || beginning < beginnings.size() && beginnings.index(beginning) <= others.index(other);
    }
}
