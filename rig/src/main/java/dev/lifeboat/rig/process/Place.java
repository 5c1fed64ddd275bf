package dev.lifeboat.rig.process;

import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Lag;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where a replica goes: a directory or the rig's S3 store. Either way its objects lie in files that a judge can read.
public interface Place extends Closeable {
    /// The URL of the replica called `name`.
    String url(String name);

    /// The directory that has `generations/` of that replica.
    Path root(String name);

    /// What Lifeboat needs in its environment to get at it.
    Map<String, String> environment();

    /// The segments of a generation of that replica, in the order of their positions, with the moments from which on
    /// they were safe.
    List<Lag.Arrival> arrivals(String name, Generation generation) throws IOException;

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

        // The change time: Lifeboat sets the modification time to that of the commit.
        @Override
        public List<Lag.Arrival> arrivals(String name, Generation generation) throws IOException {
            List<Lag.Arrival> arrivals = new ArrayList<>();
            for (Generation.Segment segment : generation.segments()) {
                FileTime time = (FileTime) Files.getAttribute(segment.file(), "unix:ctime");
                arrivals.add(new Lag.Arrival(time.to(TimeUnit.MICROSECONDS), segment.file()));
            }
            return arrivals;
        }

        @Override
        public void close() {}
    }
}
