package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.replicate.Replica;
import dev.lifeboat.engine.replicate.Replicator;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// A replicator until it is killed. Arguments: database, directory of the replica.
public final class ReplicatorMain {
    private ReplicatorMain() {}

    public static void main(String[] arguments) {
        try (FileObjectStore store = new FileObjectStore(Path.of(arguments[1]))) {
            new Replicator(
                            Path.of(arguments[0]),
                            List.of(new Replica("file", store)),
                            Duration.ofMillis(100),
                            Clock.systemUTC(),
                            RandomGenerator.getDefault())
                    .run();
        }
    }
}
