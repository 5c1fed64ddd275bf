package dev.lifeboat.engine.discover;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds backups in a listing while it goes by. What is kept is a few numbers for each backup, however many objects
/// there are.
public final class RootScan implements ObjectStore.Visitor {
    /// More than a host has databases; each takes some 300 bytes.
    private static final int MAX_ROOTS = 10_000;

    private static final int SHOWN_NAMES = 3;

    /// Enough to tell somebody; the others are foreign objects.
    private static final int MAX_LEFT_OUT = 100;

    private final Map<String, Tallies> roots = new TreeMap<>();
    private final Map<String, Found.LeftOut> leftOut = new TreeMap<>();
    private final List<String> foreignNames = new ArrayList<>();
    private long objects;
    private long foreign;

    private static final class Tallies {
        private final Tally generations = new Tally();
        private final Tally ltx = new Tally();
    }

    private static final class Tally {
        private int histories;
        private long objects;
        private @Nullable GenerationId last;
        private FoundRoot.@Nullable Base base;
        private Instant newest = Instant.MIN;

        /// Keys come in order, so those of one generation follow one another.
        void object(StoredObject object, Optional<GenerationId> generation, boolean isBase) {
            objects++;
            @Nullable GenerationId id = generation.orElse(null);
            if (histories == 0 || (id != null && !id.equals(last))) {
                histories++;
                last = id;
            }
            newest = object.storedAt().isAfter(newest) ? object.storedAt() : newest;
            if (isBase && (base == null || !object.storedAt().isBefore(base.storedAt()))) {
                base = new FoundRoot.Base(object.sizeBytes(), object.storedAt());
            }
        }

        Optional<FoundRoot.Part> part() {
            return objects == 0
                    ? Optional.empty()
                    : Optional.of(new FoundRoot.Part(histories, objects, Optional.ofNullable(base), newest));
        }
    }

    @Override
    public void object(StoredObject object) {
        seen(object);
    }

    /// Where the object belongs, if anywhere.
    Optional<BackupKey> seen(StoredObject object) {
        objects++;
        Optional<BackupKey> named = BackupKey.parse(object.key());
        Optional<BackupKey> key = named.filter(each -> each.objection().isEmpty());
        if (key.isEmpty()) {
            named.ifPresent(this::leaveOut);
            stray(object.key());
        }
        key.ifPresent(found -> count(found, object));
        return key;
    }

    private void leaveOut(BackupKey key) {
        if (leftOut.size() < MAX_LEFT_OUT || leftOut.containsKey(key.root())) {
            leftOut.merge(
                    key.root(),
                    new Found.LeftOut(key.root(), key.objection().orElseThrow(), 1),
                    (one, other) -> new Found.LeftOut(one.root(), one.reason(), one.objects() + other.objects()));
        }
    }

    private void count(BackupKey key, StoredObject object) {
        Tallies tallies = roots.computeIfAbsent(key.root(), _ -> new Tallies());
        if (roots.size() > MAX_ROOTS) {
            throw new ProblemException(
                    Problem.of(ProblemCode.USAGE, "there are more than " + MAX_ROOTS + " backups in this place")
                            .withDetail("name a longer prefix"));
        }
        switch (key.piece()) {
            case BackupKey.Piece.Snapshot(GenerationId id) -> tallies.generations.object(object, Optional.of(id), true);
            case BackupKey.Piece.Segment(GenerationId id) -> tallies.generations.object(object, Optional.of(id), false);
            case BackupKey.Piece.Ltx(boolean begins) -> tallies.ltx.object(object, Optional.empty(), begins);
        }
    }

    private void stray(String key) {
        // A fence without generations is what a relieved writer leaves: no backup, and nothing foreign either.
        if (!key.equals(ObjectName.FENCE) && !key.endsWith("/" + ObjectName.FENCE)) {
            foreign++;
            if (foreignNames.size() < SHOWN_NAMES) {
                foreignNames.add(key);
            }
        }
    }

    long objects() {
        return objects;
    }

    public Found found() {
        return found(true);
    }

    Found found(boolean complete) {
        List<FoundRoot> found = new ArrayList<>();
        roots.forEach(
                (root, tallies) -> found.add(new FoundRoot(root, tallies.generations.part(), tallies.ltx.part())));
        return new Found(found, objects, foreign, foreignNames, List.copyOf(leftOut.values()), complete);
    }
}
