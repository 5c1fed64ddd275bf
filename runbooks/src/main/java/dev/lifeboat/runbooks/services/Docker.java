package dev.lifeboat.runbooks.services;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/// The few `docker` commands we need, and their answers.
final class Docker {
    /// Longer than any sensible stop time-out of a container, which `docker stop` waits for by itself.
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final int MOST_NAMED = 10;

    private final Commands commands;

    Docker(Commands commands) {
        this.commands = commands;
    }

    record Container(String id, String name) {}

    /// The one container that is meant, running or not.
    Container find(ServiceSpec.Docker spec) {
        String value = spec.value();
        List<Container> found = switch (spec.match()) {
            // The engine's own name filter takes a pattern that matches anywhere, so the names are compared here.
            case EXACT_NAME ->
                list().stream().filter(each -> each.name().equals(value)).toList();
            case NAME_CONTAINS ->
                list().stream().filter(each -> each.name().contains(value)).toList();
            case LABEL -> list("--filter", "label=" + value);
        };
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw notOne(spec.wanted(), found);
    }

    private ProblemException notOne(String wanted, List<Container> found) {
        if (found.isEmpty()) {
            return new ProblemException(Problem.of(ProblemCode.CONFIGURATION, "no container is called " + wanted)
                    .withDetail("there are: " + names(list())));
        }
        return new ProblemException(
                Problem.of(ProblemCode.CONFIGURATION, found.size() + " containers match " + wanted + ", one is meant")
                        .withDetail("they are: " + names(found)));
    }

    private static String names(List<Container> containers) {
        List<String> names =
                containers.stream().limit(MOST_NAMED).map(Container::name).toList();
        int more = containers.size() - names.size();
        return names.isEmpty() ? "none" : String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }

    private List<Container> list(String... filter) {
        List<String> arguments = new ArrayList<>(List.of("ps", "--all", "--no-trunc"));
        arguments.addAll(Arrays.asList(filter));
        arguments.addAll(List.of("--format", "{{.ID}}\t{{.Names}}"));
        return require(arguments.toArray(String[]::new))
                .lines()
                .map(line -> line.split("\t", 2))
                .filter(fields -> fields.length == 2)
                .map(fields -> new Container(fields[0], ownName(fields[1])))
                .toList();
    }

    /// Old links between containers appear as further names, `other/alias`.
    private static String ownName(String names) {
        return Arrays.stream(names.split(","))
                .filter(name -> !name.contains("/"))
                .findFirst()
                .orElse(names);
    }

    JsonObject inspect(String id) {
        String answer = require("inspect", "--type", "container", id);
        try {
            JsonArray containers = new JsonStreamParser(answer).next().getAsJsonArray();
            return containers.get(0).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw new ProblemException(Problem.of(ProblemCode.FAILED, "docker inspect answered something else"), e);
        }
    }

    /// The command as `require` would run it, for people.
    static String line(String... arguments) {
        return Commands.line(command(arguments));
    }

    private static List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("docker"));
        all.addAll(Arrays.asList(arguments));
        return all;
    }

    /// What the command printed; a command that fails is a problem with the engine's own words.
    String require(String... arguments) {
        Commands.Result result = commands.run(command(arguments), DEADLINE);
        if (result instanceof Commands.Result.Ended(int status, String output, String _) && status == 0) {
            return output;
        }
        throw new ProblemException(
                Problem.of(ProblemCode.FAILED, "docker " + arguments[0] + " failed: " + Commands.said(result)));
    }
}
