package dev.lifeboat.engine.backup;

import java.util.List;

/// What will be read to restore one point. Made by [RestorePlanner]; shown by a dry run and executed unchanged.
public sealed interface RestorePlan permits GenerationsPlan, LtxPlan {
    History history();

    RestoreTarget target();

    RestorePoint point();

    /// Sentences for the person who asked: what was found instead of the asked moment, which object had to be
    /// avoided.
    List<String> remarks();

    /// Everything that will be read, in the order of reading. The first is the whole database that all else is laid
    /// over.
    List<PlannedObject> objects();

    /// How many bytes of objects will be read.
    default long readBytes() {
        return objects().stream().mapToLong(PlannedObject::sizeBytes).sum();
    }
}
