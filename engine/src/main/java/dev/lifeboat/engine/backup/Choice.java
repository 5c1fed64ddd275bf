package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which generation is meant where none or one is named.
sealed interface Choice {
    record One(Generation generation) implements Choice {}

    record Not(Problem problem) implements Choice {}

    /// The named one, or the one whose last object is the newest: names do not sort by time. What a relieved
    /// writer stored late is not the newest state (OB-2, W2).
    static Choice newest(History history, Optional<GenerationId> id) {
        if (id.isPresent()) {
            return history.generation(id.get())
                    .<Choice>map(One::new)
                    .orElseGet(() -> new Not(unknown(history, id.get())));
        }
        List<Generation> byAge = current(history).stream()
                .sorted(Comparator.comparing(Generation::updated).reversed())
                .toList();
        if (byAge.size() > 1 && byAge.get(1).updated().equals(byAge.getFirst().updated())) {
            return new Not(ambiguous(byAge.subList(0, 2)));
        }
        return new One(byAge.getFirst());
    }

    /// The generation of the present writer, and what began after it: writers without a fence may have
    /// followed. All of them where the fence names nothing that could be restored.
    static List<Generation> current(History history) {
        boolean isRestorable = history.fence()
                .flatMap(fence -> history.generation(fence.generation()))
                .filter(fenced -> !fenced.snapshots().isEmpty())
                .isPresent();
        if (!isRestorable) {
            return history.generations();
        }
        History.Fence fence = history.fence().orElseThrow();
        return history.generations().stream()
                .filter(each ->
                        each.id().equals(fence.generation()) || each.created().isAfter(fence.storedAt()))
                .toList();
    }

    static Problem unknown(History history, GenerationId id) {
        return Problem.of(ProblemCode.NO_SUCH_POINT, "there is no generation " + id + " in " + history.location())
                .withDetail("there is " + names(history.generations()));
    }

    static Problem ambiguous(List<Generation> equal) {
        return Problem.of(
                        ProblemCode.NO_SUCH_POINT,
                        "the storage times do not say which generation is the newest: " + names(equal) + " are equal")
                .withDetail("name a generation; the replica was perhaps copied without keeping times");
    }

    private static String names(List<Generation> generations) {
        return generations.stream().map(each -> each.id().toString()).collect(Collectors.joining(", "));
    }
}
