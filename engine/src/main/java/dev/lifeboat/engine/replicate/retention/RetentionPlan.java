package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.Position;
import java.util.List;
import java.util.Optional;

/// What is to go and what must be found present before anything does. A dry run shows it; the same plan is carried out.
///
/// Stages go one after the other. Whatever part of a stage is gone, in whatever order, every snapshot that is still
/// there
/// restores (OB-8): snapshots go singly, each after everything that only it needs is of no use any more; of the
/// segments
/// below a snapshot those at offset 0 go last (pitfall P3).
public record RetentionPlan(List<Stage> stages, Proof proof) {
    public RetentionPlan {
        stages = List.copyOf(stages);
    }

    /// One object; `reason` completes the sentence "KEY: …".
    public record Deletion(String key, String reason) {}

    public record Stage(List<Deletion> deletions) {
        public Stage {
            deletions = List.copyOf(deletions);
        }
    }

    /// The newer history that justifies the deletions: snapshots, and every segment behind the newest of them.
    public record Proof(List<String> snapshots, List<Link> segments) {
        public static final Proof NOTHING = new Proof(List.of(), List.of());

        public Proof {
            snapshots = List.copyOf(snapshots);
            segments = List.copyOf(segments);
        }
    }

    /// A segment that begins at `start`, and where it has to end: nothing where only the beginning of the next index
    /// says
    /// that it ended.
    public record Link(String key, Position start, Optional<Position> end) {}

    public boolean isEmpty() {
        return stages.isEmpty();
    }

    public List<Deletion> deletions() {
        return stages.stream().flatMap(stage -> stage.deletions().stream()).toList();
    }
}
