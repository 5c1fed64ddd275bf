package dev.lifeboat.runbooks.services;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// A service that the operator's own commands stop and start. The fence is part of what the stop command does.
///
/// `status` ends 0 while it runs and 1 or 3 (as `systemctl is-active`) while it does not. Without a status command the
/// exit status of stop and start is all there is.
final class CommandService implements Service {
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final Duration STOPPING_LIMIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ServiceSpec.Command spec;
    private final Commands commands;
    private final Duration stoppingLimit;

    CommandService(ServiceSpec.Command spec, Commands commands) {
        this(spec, commands, STOPPING_LIMIT);
    }

    CommandService(ServiceSpec.Command spec, Commands commands, Duration stoppingLimit) {
        this.spec = spec;
        this.commands = commands;
        this.stoppingLimit = stoppingLimit;
    }

    @Override
    public String name() {
        return spec.label();
    }

    @Override
    public List<String> stopCommands() {
        return List.of(Commands.line(spec.stop()));
    }

    @Override
    public List<String> startCommands() {
        return List.of(Commands.line(spec.start()));
    }

    @Override
    public ServiceStatus status() {
        if (spec.status().isEmpty()) {
            return new ServiceStatus.Unclear("no status command is configured");
        }
        Commands.Result result = commands.run(spec.status(), DEADLINE);
        return switch (result) {
            case Commands.Result.Ended(int status, String _, String _)
            when status == 0 -> new ServiceStatus.Running("status command ended 0");
            case Commands.Result.Ended(int status, String _, String _)
            when status == 1 || status == 3 -> new ServiceStatus.Stopped("status command ended " + status);
            case Commands.Result other -> new ServiceStatus.Unclear(Commands.said(other));
        };
    }

    /// Where nothing can be asked it is taken for running, so that it is started at the end.
    @Override
    public Remembered remember() {
        return switch (status()) {
            case ServiceStatus.Running _ -> new Remembered(true, new TreeMap<>());
            case ServiceStatus.Stopped _ -> new Remembered(false, new TreeMap<>());
            case ServiceStatus.Unclear(String reason) -> {
                if (!spec.status().isEmpty()) {
                    throw problem("cannot tell whether " + name() + " runs: " + reason);
                }
                yield new Remembered(true, new TreeMap<>(Map.of("status", "not asked")));
            }
        };
    }

    @Override
    public void stop(Remembered before) {
        if (!(status() instanceof ServiceStatus.Stopped)) {
            require(spec.stop(), "stop");
        }
        ServiceStatus after = settled();
        if (!spec.status().isEmpty() && !(after instanceof ServiceStatus.Stopped)) {
            throw problem(name() + " was stopped and is not stopped: " + after);
        }
    }

    /// A stop command may return while what it has asked to end is still ending, as `kill` does.
    private ServiceStatus settled() {
        long began = System.nanoTime();
        ServiceStatus now = status();
        while (now instanceof ServiceStatus.Running && System.nanoTime() - began < stoppingLimit.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            now = status();
        }
        return now;
    }

    @Override
    public void start(Remembered before) {
        if (before.wasRunning() && !(status() instanceof ServiceStatus.Running)) {
            require(spec.start(), "start");
        }
    }

    private void require(List<String> arguments, String what) {
        Commands.Result result = commands.run(arguments, DEADLINE);
        if (!(result instanceof Commands.Result.Ended(int status, String _, String _)) || status != 0) {
            throw problem("cannot " + what + " " + name() + ": " + Commands.said(result));
        }
    }

    private static ProblemException problem(String message) {
        return new ProblemException(Problem.of(ProblemCode.FAILED, message));
    }
}
