package dev.lifeboat.rig.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether segments became visible in the order of their positions: whoever restores at any moment finds no hole.
public final class Order {
    private Order() {}

    /// What is not in order among the segments of one generation, which are given in the order of their positions; one
    /// sentence each.
    public static List<String> check(List<Lag.Arrival> arrivals) {
        List<String> wrong = new ArrayList<>();
        Lag.@Nullable Arrival before = null;
        for (Lag.Arrival next : arrivals) {
            if (next.micros() == 0) {
                wrong.add("nobody saw " + next.segment().getFileName() + " arrive");
                continue;
            }
            if (before != null && next.micros() < before.micros()) {
                wrong.add(next.segment().getFileName() + " was there " + (before.micros() - next.micros())
                        + " us before " + before.segment().getFileName());
            }
            before = next;
        }
        return wrong;
    }
}
