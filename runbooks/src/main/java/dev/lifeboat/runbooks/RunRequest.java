package dev.lifeboat.runbooks;

/// What somebody wants to be done. `runbook` is the id of a runbook of the catalogue.
public record RunRequest(String runbook, DatabaseSpec database, PointChoice point, Consent consent, Actor actor) {}
