package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import java.util.ArrayList;
import java.util.List;

/// What names and sizes alone tell. Pure.
final class Tidings {
    private Tidings() {}

    static List<Broken> of(History history) {
        List<Broken> broken = new ArrayList<>();
        history.gaps().forEach(gap -> broken.add(new Broken(gap.key(), gap.reason(), gap.missing())));
        for (Generation generation : history.generations()) {
            if (generation.snapshots().isEmpty()) {
                int segments = generation.segments().size();
                broken.add(new Broken(
                        generation.segments().getFirst().key(),
                        "no snapshot comes before it: the " + segments + " segments of generation " + generation.id()
                                + " lead to no state",
                        false));
            }
        }
        return broken;
    }
}
