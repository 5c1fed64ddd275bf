package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.LtxHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Walks the points of an LTX history and tells what changed from each to the next.
final class LtxWalk {
    private LtxWalk() {}

    static Map<PointId, List<PointEvent>> of(LtxHistory history, Map<String, Facts> facts) {
        Map<PointId, List<PointEvent>> events = new HashMap<>();
        State state = State.UNKNOWN;
        long reached = 0;
        for (var each : LtxChoice.of(history).entrySet()) {
            Txid at = (Txid) each.getKey().place();
            boolean follows = LtxChoice.goesOnFrom(reached).test(each.getValue());
            if (facts.get(each.getValue().key()) instanceof Facts.OfFile known) {
                State before = follows ? state : State.UNKNOWN;
                State.Step step = before.commit(at, known.pages(), known.first(), known.pageSize());
                state = step.state();
                if (!step.events().isEmpty()) {
                    events.put(at, step.events());
                }
            } else {
                state = State.UNKNOWN;
            }
            reached = at.value();
        }
        return events;
    }
}
