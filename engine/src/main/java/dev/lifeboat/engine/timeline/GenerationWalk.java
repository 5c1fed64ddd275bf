package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks the WAL of one generation, commit by commit, and tells what changed. Behind a hole nothing is compared with
/// what was before it: the next snapshot, or the next commit that says so, is where comparing begins again.
final class GenerationWalk {
    private final Generation generation;
    private final Map<String, Facts> facts;
    private final Map<Integer, Snapshot> snapshots = new HashMap<>();
    private final Map<PointId, List<PointEvent>> events = new HashMap<>();
    private State state = State.UNKNOWN;
    private Optional<PageOne> open = Optional.empty();
    private int index = -1;

    private GenerationWalk(Generation generation, Map<String, Facts> facts) {
        this.generation = generation;
        this.facts = facts;
        generation.snapshots().forEach(each -> snapshots.put(each.index(), each));
    }

    static Map<PointId, List<PointEvent>> of(Generation generation, Map<String, Facts> facts) {
        GenerationWalk walk = new GenerationWalk(generation, facts);
        generation.segments().forEach(walk::walk);
        return walk.events;
    }

    private void walk(Segment segment) {
        if (segment.index() != index) {
            begin(segment.index());
        }
        if (facts.get(segment.key()) instanceof Facts.OfSegment known
                && known.to().isPresent()) {
            List<PointEvent> found = changes(known, known.to().get());
            if (!found.isEmpty()) {
                events.put(segment.position(), found);
            }
        } else {
            state = State.UNKNOWN;
            open = Optional.empty();
        }
    }

    /// What stood behind the last commit of the index before never happened.
    private void begin(int next) {
        boolean follows = next == index + 1;
        index = next;
        open = Optional.empty();
        state = follows ? state : State.UNKNOWN;
        Snapshot snapshot = snapshots.get(next);
        if (state.equals(State.UNKNOWN)
                && snapshot != null
                && facts.get(snapshot.key()) instanceof Facts.OfSnapshot known) {
            state = State.of(snapshot.position(), known);
        }
    }

    private List<PointEvent> changes(Facts.OfSegment segment, Chain to) {
        List<PointEvent> found = new ArrayList<>();
        for (Commit commit : segment.commits()) {
            Optional<PageOne> first = commit.first().or(() -> open);
            State before = commit.before()
                    .map(last -> state.at(position(last.endBytes()), last))
                    .orElse(state);
            State.Step step = before.commit(
                    position(commit.endBytes()),
                    commit.pages(),
                    first,
                    to.header().pageSize());
            open = Optional.empty();
            state = step.state();
            found.addAll(step.events());
        }
        open = segment.open().or(() -> open);
        return found;
    }

    private Position position(long offset) {
        return new Position(generation.id(), index, offset);
    }
}
