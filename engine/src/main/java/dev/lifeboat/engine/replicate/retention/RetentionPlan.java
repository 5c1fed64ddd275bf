package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import java.util.List;
import java.util.Optional;

/// What is to go and what must be found present before anything does. A dry run shows it; the same plan is
/// carried out. It keeps 12 bytes for each segment; what a stage holds is made when it is asked for.
///
/// Stages go one after the other. Whatever part of a stage is gone, in whatever order, every snapshot that is
/// still there restores (OB-8): snapshots go singly, each after everything that only it needs is of no use any
/// more; of the segments below a snapshot those at offset 0 go last (pitfall P3).
public record RetentionPlan(List<Stage> stages, Proof proof) {
    static final RetentionPlan NOTHING = new RetentionPlan(List.of(), Proof.NOTHING);

    public RetentionPlan {
        stages = List.copyOf(stages);
    }

    /// One object; `reason` completes the sentence "KEY: …".
    public record Deletion(String key, String reason) {}

    /// `deletions` never change. They may be made one by one as they are read, and are not kept.
    public record Stage(List<Deletion> deletions) {}

    /// The newer history that justifies the deletions: snapshots, and the segments behind the newest of them;
    /// `waiting` more of those have to be proved in a later run before anything goes.
    public record Proof(List<String> snapshots, List<Link> segments, int waiting) {
        public static final Proof NOTHING = new Proof(List.of(), List.of(), 0);

        public Proof {
            snapshots = List.copyOf(snapshots);
            segments = List.copyOf(segments);
        }
    }

    /// A segment that begins at `start`, and where it has to end: nothing where only the beginning of the next
    /// index says that it ended.
    public record Link(Position start, Optional<Position> end) {
        public String key() {
            return GenerationsWriter.segmentKey(start);
        }
    }

    public boolean isEmpty() {
        return stages.isEmpty();
    }

    /// All of them at once.
    public List<Deletion> deletions() {
        return stages.stream().flatMap(stage -> stage.deletions().stream()).toList();
    }
}
