package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.Gap;
import java.util.Optional;

/// Something that a person who looks for a moment wants to know of. It belongs to the restore point at which it shows;
/// `at` is the commit itself, which may lie inside the object of the point, and `before` the last commit before it.
public sealed interface PointEvent {
    /// The point is the whole database in one object.
    record Snapshot() implements PointEvent {}

    /// The history is broken before this point: restoring it needs a way around. `before` is the last point before the
    /// gap.
    record GapBefore(Gap gap, Optional<PointId> before) implements PointEvent {}

    /// A gap was told at an earlier point, and no other way leads to this one. `before` is the last point that can be
    /// had.
    record Behind(Gap gap, Optional<PointId> before) implements PointEvent {}

    /// The history is broken behind this point, and no point of its line follows.
    record GapBehind(Gap gap) implements PointEvent {}

    /// A commit left another schema cookie (sqlite.org/fileformat2.html, 1.3.7): a table, index, view or trigger came,
    /// went or changed, or the file was vacuumed.
    record SchemaChange(PointId before, PointId at, long cookieBefore, long cookieAfter) implements PointEvent {}

    /// A commit deleted much: pages of the file that hold nothing now, in a database of `bytes`, see [SizeRule].
    record MuchFreed(PointId before, PointId at, long bytesFreed, long bytes) implements PointEvent {}

    /// A commit changed the size of the database much, see [SizeRule]. Sizes are those of the database, in bytes.
    record SizeJump(PointId before, PointId at, long bytesBefore, long bytesAfter) implements PointEvent {}
}
