package dev.lifeboat.engine.timeline;

import java.util.Map;
import java.util.Optional;

/// Remembers what was learned of the objects of replicas, by their location. A comfort: what it forgets is read again,
/// and nothing but a list for a person is made of it. Safe for use by several processes.
public interface ObjectMemory {
    /// What is remembered of a replica; nothing where that cannot be read or is not whole.
    Map<ObjectIdentity, Facts> recall(String location);

    /// Remembers this and nothing else of a replica. What it gives back says why it could not.
    Optional<String> keep(String location, Map<ObjectIdentity, Facts> facts);

    /// Remembers nothing.
    static ObjectMemory none() {
        return new ObjectMemory() {
            @Override
            public Map<ObjectIdentity, Facts> recall(String location) {
                return Map.of();
            }

            @Override
            public Optional<String> keep(String location, Map<ObjectIdentity, Facts> facts) {
                return Optional.empty();
            }
        };
    }
}
