package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.Runs;
import java.util.function.Function;

/// What the terminal application asks for. `specs` gives what a run has to know of a database by its name; it throws
/// [dev.lifeboat.engine.ProblemException] for one that is not configured. `actor` is the person in front of it.
public record Ports(Databases databases, Points points, Runs runs, Function<String, DatabaseSpec> specs, Actor actor) {}
