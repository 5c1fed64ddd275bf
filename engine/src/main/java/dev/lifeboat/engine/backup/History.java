package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What a replica holds in either format, and what has been learned about its objects by reading them: an immutable
/// value.
///
/// `damage` says for each object that cannot be used why not. `fence` says which generation is the present writer's,
/// where writers say that.
public record History(
        String location,
        KeyNames names,
        List<Generation> generations,
        LtxHistory ltx,
        Map<String, String> damage,
        Optional<Fence> fence) {
    /// By time, and for equal times (copies that did not keep times) by generation and position.
    private static final Comparator<RestorePoint> OLDEST_FIRST =
            Comparator.comparing(RestorePoint::time).thenComparing(RestorePoint::place, PointId.ORDER);

    public History {
        generations = List.copyOf(generations);
        damage = Map.copyOf(damage);
    }

    /// The generation that the present writer writes, and when it became the writer, by the time of the
    /// storage.
    public record Fence(GenerationId generation, Instant storedAt) {}

    /// Whether nothing that belongs to a backup is there.
    public boolean isEmpty() {
        return generations.isEmpty() && ltx.isEmpty();
    }

    public Optional<Generation> generation(GenerationId id) {
        return generations.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// Every point of both formats, oldest first. Whether each can be reached is the planner's answer, not the
    /// listing's.
    public List<RestorePoint> points() {
        return Stream.concat(generations.stream().flatMap(each -> each.points().stream()), ltx.points().stream())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /// Where the history is known to be broken, in the order of places.
    public List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        generations.forEach(each -> gaps.addAll(Tiling.gaps(this, each)));
        gaps.addAll(LtxRoute.gaps(this));
        return List.copyOf(gaps);
    }

    /// The points that cannot be had, as far as is known, and for each what stands in the way. Pure; costs one pass.
    public Map<PointId, Gap> unreachable() {
        return Unreachable.of(this);
    }

    /// This history with the knowledge that `key` cannot be used, because of `reason`.
    public History withDamage(String key, String reason) {
        return withDamage(Map.of(key, reason));
    }

    public History withDamage(Map<String, String> reasons) {
        Map<String, String> more = new HashMap<>(damage);
        more.putAll(reasons);
        return new History(location, names, generations, ltx, more, fence);
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
        return new History(location, names, changed, ltx, damage, fence);
    }

    /// This history with the true times of the snapshots and segments with these keys.
    public History withCommitTimes(Map<String, Instant> times) {
        List<Generation> changed = generations.stream()
                .map(each -> new Generation(
                        each.id(),
                        each.snapshots().stream()
                                .map(snapshot -> Optional.ofNullable(times.get(snapshot.key()))
                                        .map(snapshot::committedAt)
                                        .orElse(snapshot))
                                .toList(),
                        each.segments().stream()
                                .map(segment -> Optional.ofNullable(times.get(segment.key()))
                                        .map(segment::committedAt)
                                        .orElse(segment))
                                .toList()))
                .toList();
        return new History(location, names, changed, ltx, damage, fence);
    }

    /// This history with other knowledge of its files of the LTX format.
    public History withLtx(LtxHistory known) {
        return new History(location, names, generations, known, damage, fence);
    }
}
