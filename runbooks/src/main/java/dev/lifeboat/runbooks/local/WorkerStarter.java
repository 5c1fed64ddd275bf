package dev.lifeboat.runbooks.local;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.WorkerLauncher;
import dev.lifeboat.runbooks.control.ControlClient;
import dev.lifeboat.runbooks.json.QuestionJson;
import dev.lifeboat.runbooks.run.Event;
import dev.lifeboat.runbooks.worker.RunFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts the worker process of a run and waits until it has taken over.
final class WorkerStarter {
    /// A JVM on a loaded host with a cold disk; after that something is wrong.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int POLL_MILLIS = 20;
    private static final int LOG_LINES = 5;

    private final WorkerLauncher launcher;

    WorkerStarter(WorkerLauncher launcher) {
        this.launcher = launcher;
    }

    void start(RunFolder folder, Optional<Event.Order> order) throws IOException {
        List<String> command = new ArrayList<>(launcher.command());
        command.add(folder.directory().toString());
        order.ifPresent(given -> {
            command.add(given.what());
            command.add(QuestionJson.write(given.who()).toString());
        });
        File log = folder.log().toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.directory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        awaitTakeover(folder, process);
    }

    /// Taken over means that it listens. One that is over already had nothing left to do.
    private static void awaitTakeover(RunFolder folder, Process process) throws IOException {
        ControlClient client = new ControlClient(folder.directory());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!client.isListening()) {
            if (ended(process)) {
                if (process.exitValue() != 0) {
                    throw notStarted(folder, "it ended with status " + process.exitValue());
                }
                return;
            }
            if (System.nanoTime() > deadline) {
                throw notStarted(folder, "it does not answer after " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ProblemException notStarted(RunFolder folder, String why) throws IOException {
        Problem problem = Problem.of(ProblemCode.FAILED, "the worker did not take over: " + why);
        List<String> lines = Files.exists(folder.log()) ? Files.readAllLines(folder.log()) : List.of();
        for (String line : lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())) {
            problem = problem.withDetail(line);
        }
        return new ProblemException(problem.withSafe("the run is kept in " + folder.directory())
                .withNext("lifeboat run resume " + folder.directory().getFileName()));
    }
}
