package dev.lifeboat.bench;

import dev.lifeboat.rig.process.Place;
import dev.lifeboat.rig.process.StoreProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where and how long one round runs.
record Setting(Path directory, boolean isS3, int latencyMillis, int seconds, int idleSeconds) {
    /// The same with an empty directory of its own below this one.
    Setting fresh(String name) throws IOException {
        Path own = directory.resolve(name);
        ReplicationBench.deleteTree(own);
        return new Setting(Files.createDirectories(own), isS3, latencyMillis, seconds, idleSeconds);
    }

    Place place() throws Exception {
        // The log of the store need not survive a power cut here, and its fsyncs would be charged to the application.
        return isS3
                ? StoreProcess.start(
                        directory.resolve("store"), "--no-fsync", "--faults", "latencyMillis=" + latencyMillis)
                : new Place.Directory(directory.resolve("replica"));
    }
}
