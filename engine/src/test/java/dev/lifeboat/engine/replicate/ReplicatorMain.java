package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.store.file.FileObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A replicator in a process of its own; SIGTERM ends it as the real one is ended.
final class ReplicatorMain {
    private ReplicatorMain() {}

    public static void main(String[] arguments) {
        Replicator replicator = new Replicator(
                Path.of(arguments[0]),
                List.of(new Replica("file", new FileObjectStore(Path.of(arguments[1])))),
                Duration.ofMillis(50),
                Clock.systemUTC(),
                new Random());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            replicator.stop();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        System.out.println("ended " + replicator.run().everythingAcknowledged());
    }
}
