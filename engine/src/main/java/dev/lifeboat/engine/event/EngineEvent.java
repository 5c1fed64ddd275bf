package dev.lifeboat.engine.event;

/// Something that the engine did or found while it works. Numbers are totals since the start of the piece of work,
/// never differences.
public sealed interface EngineEvent {
    /// `done` of `total` units of one part of the work; `total` is 0 while it is not known.
    record Progress(Part part, long done, long total, Unit unit) implements EngineEvent {}

    /// A finished fact worth keeping: a line of evidence in a run, a line of the log elsewhere.
    record Evidence(String text) implements EngineEvent {}

    /// Something that a person should look at though the work goes on.
    record Warning(String text) implements EngineEvent {}

    /// The parts of a restore or a proof that have a bar of their own (tui.md 6.5).
    enum Part {
        SNAPSHOT,
        CHANGES,
        APPLY,
        CHECK,
        COPY
    }

    enum Unit {
        BYTES,
        OBJECTS,
        PAGES
    }
}
