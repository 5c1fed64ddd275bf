package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.util.List;

/// Gives memory back once nothing has been captured or sent for a few looks: a replicator idles for most of its life,
/// and without allocations the collector would never run and the heap of the last burst would stay.
final class QuietHeap {
    private static final int LOOKS = 5;

    private final Runnable collect;
    private long seen = -1;
    private int quietLooks;

    QuietHeap(Runnable collect) {
        this.collect = collect;
    }

    /// To be called about once a second.
    void look(List<ReplicatorStatus> statuses) {
        long now = statuses.stream().mapToLong(QuietHeap::work).sum();
        if (now != seen) {
            seen = now;
            quietLooks = 0;
        } else if (quietLooks <= LOOKS) {
            quietLooks++;
            if (quietLooks == LOOKS) {
                collect.run();
            }
        }
    }

    private static long work(ReplicatorStatus status) {
        return status.figures().captures()
                + status.replicas().stream()
                        .mapToLong(replica ->
                                replica.figures().uploads() + replica.figures().uploadErrors())
                        .sum();
    }
}
