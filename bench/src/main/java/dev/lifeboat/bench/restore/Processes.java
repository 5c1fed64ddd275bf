package dev.lifeboat.bench.restore;

import dev.lifeboat.bench.ProcessFigures;
import dev.lifeboat.rig.process.Child;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs programs to their end and looks at them all the while.
record Processes(Path scratch) {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration GLANCE = Duration.ofMillis(2);

    /// Throws where the program does not end with 0.
    Measured run(List<String> command, Map<String, String> environment) throws Exception {
        Path log = Files.createTempFile(scratch, "process", ".log");
        long begin = System.nanoTime();
        try (Child child = Child.start(command, environment, log)) {
            ProcessFigures last = new ProcessFigures(0, 0, 0);
            while (child.isAlive()) {
                last = glance(child, last);
                Wait.pass(GLANCE);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (child.await(LIMIT) != 0) {
                throw new IOException(command + " failed: " + child.output());
            }
            return new Measured(seconds, last.cpuSeconds(), -1, last.rssPeakBytes());
        }
    }

    /// A process that has just ended has no memory any more.
    private static ProcessFigures glance(Child child, ProcessFigures last) {
        try {
            ProcessFigures now = ProcessFigures.of(child.pid());
            return now.rssPeakBytes() == 0 ? last : now;
        } catch (IOException e) {
            return last;
        }
    }
}
