package dev.lifeboat.rig.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Where a replica goes: a directory or the rig's S3 store. Either way its objects lie in files that a judge can read.
public interface Place extends Closeable {
    /// The URL of the replica called `name`.
    String url(String name);

    /// The directory that has `generations/` of that replica.
    Path root(String name);

    /// What Lifeboat needs in its environment to get at it.
    Map<String, String> environment();

    @Override
    void close() throws IOException;

    /// A directory, without a process and without faults.
    record Directory(Path top) implements Place {
        @Override
        public String url(String name) {
            return "file://" + root(name);
        }

        @Override
        public Path root(String name) {
            return top.resolve(name);
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
