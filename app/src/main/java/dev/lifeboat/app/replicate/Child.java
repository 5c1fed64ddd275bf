package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.function.IntConsumer;

/// The command of `-exec`: it inherits environment and standard streams.
final class Child {
    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /// `ended` is called once with the exit status.
    static Child start(List<String> command, IntConsumer ended) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            process.onExit().thenAccept(gone -> ended.accept(gone.exitValue()));
            return new Child(process);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.FAILED, "cannot exec command: " + e.getMessage())
                            .withSafe("replication was ended in order"),
                    e);
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
                    .redirectInput(Redirect.from(new java.io.File("/dev/null")))
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
