package dev.lifeboat.rig.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Requests that arrived, by kind; those of the rig itself are not among them.
final class Counts {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String kind) {
        counts.computeIfAbsent(kind, ignored -> new LongAdder()).increment();
    }

    void reset() {
        counts.clear();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((kind, count) ->
                        text.append(kind).append('=').append(count.sum()).append('\n'));
        return text.toString();
    }
}
