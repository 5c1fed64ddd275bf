package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a replica holds, and what has been learned about its objects by reading them: an immutable value.
///
/// `damage` says for each object that cannot be used why not. `other` is a history of another format beside
/// this one, which this build does not read; whoever asks for the newest state has to know of it. `fence` says
/// which generation is the present writer's, where writers say that.
public record History(
        String location,
        KeyNames names,
        List<Generation> generations,
        Map<String, String> damage,
        Optional<OtherFormat> other,
        Optional<Fence> fence) {
    /// By time, and for equal times (copies that did not keep times) by generation and position.
    private static final Comparator<RestorePoint> OLDEST_FIRST =
            Comparator.comparing(RestorePoint::time).thenComparing(RestorePoint::position);

    public History {
        generations = List.copyOf(generations);
        damage = Map.copyOf(damage);
    }

    /// Objects of a format that this build cannot read, `from` the first to the last stored.
    public record OtherFormat(String name, int objects, Instant from, Instant to) {}

    /// The generation that the present writer writes, and when it became the writer, by the time of the
    /// storage.
    public record Fence(GenerationId generation, Instant storedAt) {}

    public Optional<Generation> generation(GenerationId id) {
        return generations.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// Every point, oldest first. Whether each can be reached is the planner's answer, not the listing's.
    public List<RestorePoint> points() {
        return generations.stream()
                .flatMap(each -> each.points().stream())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /// Where the history is known to be broken, in the order of positions.
    public List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        generations.forEach(each -> gaps.addAll(Tiling.gaps(this, each)));
        return List.copyOf(gaps);
    }

    /// This history with the knowledge that `key` cannot be used, because of `reason`.
    public History withDamage(String key, String reason) {
        Map<String, String> more = new HashMap<>(damage);
        more.put(key, reason);
        return new History(location, names, generations, more, other, fence);
    }

    /// This history with the true end of the segment `key`.
    public History withEnd(String key, long end) {
        return withSegments(segment -> segment.key().equals(key) ? segment.withEnd(end) : segment);
    }

    public History withSegments(UnaryOperator<Segment> change) {
        List<Generation> changed = generations.stream()
                .map(each -> new Generation(
                        each.id(),
                        each.snapshots(),
                        each.segments().stream().map(change).toList()))
                .toList();
        return new History(location, names, changed, damage, other, fence);
    }
}
