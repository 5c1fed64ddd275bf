package dev.lifeboat.runbooks.services;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// A container, by the `docker` command line.
///
/// It is stopped, never paused: a container that mounts the single database file sees the new one only after a stop and
/// a start (RB-6). The fence is its restart policy: set to `no` before the stop, because the engine starts a stopped
/// container with another policy again when the engine itself is restarted; what it was is remembered and set again.
/// After `remember` the container is known by its id, so another one that gets its name is never touched.
final class DockerService implements Service {
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String POLICY = "restart";

    private final ServiceSpec.Docker spec;
    private final Docker docker;

    DockerService(ServiceSpec.Docker spec, Docker docker) {
        this.spec = spec;
        this.docker = docker;
    }

    @Override
    public String name() {
        return spec.label();
    }

    @Override
    public String name(Remembered before) {
        return "docker " + fact(before, NAME);
    }

    @Override
    public List<String> stopCommands() {
        return planned(
                container -> List.of(Docker.line("update", "--restart=no", container), Docker.line("stop", container)));
    }

    @Override
    public List<String> startCommands() {
        return planned(container -> List.of(
                Docker.line(
                        "update",
                        "--restart=" + policy(docker.inspect(container).getAsJsonObject("HostConfig")),
                        container),
                Docker.line("start", container)));
    }

    private List<String> planned(Function<String, List<String>> lines) {
        try {
            return lines.apply(docker.find(spec).id());
        } catch (ProblemException e) {
            // The need of the same service says why.
            return List.of();
        }
    }

    @Override
    public ServiceStatus status() {
        try {
            return status(docker.inspect(docker.find(spec).id()));
        } catch (ProblemException e) {
            return new ServiceStatus.Unclear(e.problem().message());
        }
    }

    private static ServiceStatus status(JsonObject container) {
        JsonObject state = container.getAsJsonObject("State");
        String text = state.get("Status").getAsString();
        boolean runs =
                state.get("Running").getAsBoolean() || state.get("Restarting").getAsBoolean();
        return runs ? new ServiceStatus.Running(text) : new ServiceStatus.Stopped(text);
    }

    @Override
    public Remembered remember() {
        Docker.Container found = docker.find(spec);
        JsonObject container = docker.inspect(found.id());
        JsonObject host = container.getAsJsonObject("HostConfig");
        if (host.get("AutoRemove").getAsBoolean()) {
            throw problem("the container " + found.name() + " was started with --rm: stopped, it would be gone");
        }
        JsonObject labels = container.getAsJsonObject("Config").getAsJsonObject("Labels");
        if (labels != null && labels.has("com.docker.swarm.service.id")) {
            throw problem("the container " + found.name() + " belongs to a swarm service, which would start another");
        }
        return new Remembered(
                status(container) instanceof ServiceStatus.Running,
                new TreeMap<>(Map.of(ID, found.id(), NAME, found.name(), POLICY, policy(host))));
    }

    private static String policy(JsonObject host) {
        JsonObject policy = host.getAsJsonObject("RestartPolicy");
        String name = policy.get("Name").getAsString();
        int retries = policy.get("MaximumRetryCount").getAsInt();
        return (name.isEmpty() ? "no" : name) + (retries > 0 ? ":" + retries : "");
    }

    @Override
    public void stop(Remembered before) {
        String id = fact(before, ID);
        docker.require("update", "--restart=no", id);
        docker.require("stop", id);
        if (!(status(docker.inspect(id)) instanceof ServiceStatus.Stopped)) {
            throw problem("the container " + fact(before, NAME) + " was stopped and runs again: who starts it?");
        }
    }

    /// The fence goes first: were it the other way round, a crash in between would leave a service that runs today and
    /// does not come back after the next restart of the engine, which nobody would notice.
    @Override
    public void start(Remembered before) {
        String id = fact(before, ID);
        docker.require("update", "--restart=" + fact(before, POLICY), id);
        if (before.wasRunning()) {
            docker.require("start", id);
        }
    }

    private static String fact(Remembered before, String name) {
        String value = before.facts().get(name);
        if (value == null) {
            throw problem("what was written down of the container lacks its " + name);
        }
        return value;
    }

    private static ProblemException problem(String message) {
        return new ProblemException(Problem.of(ProblemCode.UNSAFE, message));
    }
}
