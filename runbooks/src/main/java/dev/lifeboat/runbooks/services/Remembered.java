package dev.lifeboat.runbooks.services;

import java.util.SortedMap;
import java.util.TreeMap;

/// What a service was before it was stopped. The caller writes it down before [Service#stop] and hands it back to
/// [Service#start], be it days later and in another process: the service itself remembers nothing.
public record Remembered(boolean wasRunning, SortedMap<String, String> facts) {
    public Remembered {
        facts = new TreeMap<>(facts);
    }
}
