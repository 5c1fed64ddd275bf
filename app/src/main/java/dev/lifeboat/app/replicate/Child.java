package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/// The command of `-exec`: it inherits environment and standard streams.
final class Child {
    private static final String KEPT = "LIFEBOAT_KEPT_";

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /// `ended` is called once with the exit status.
    static Child start(List<String> command, IntConsumer ended) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            giveBack(builder.environment());
            Process process = builder.start();
            process.onExit().thenAccept(gone -> ended.accept(gone.exitValue()));
            return new Child(process);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.FAILED, "cannot exec command: " + e.getMessage())
                            .withSafe("replication was ended in order"),
                    e);
        }
    }

    /// What our launcher took out of the environment for our own Java.
    private static void giveBack(Map<String, String> environment) {
        for (String name : Set.copyOf(environment.keySet())) {
            if (name.startsWith(KEPT)) {
                environment.put(name.substring(KEPT.length()), environment.get(name));
                environment.remove(name);
            }
        }
    }

    /// Java itself can send TERM only. A shell is there wherever our launcher is.
    void signal(String name) {
        if (name.equals("TERM")) {
            process.toHandle().destroy();
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.toHandle().destroy();
        }
    }

    long pid() {
        return process.pid();
    }
}
