package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.upload.Cut.Timed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What one replica lacks of one generation. Belongs to its lane and is used under the lane's lock, except for
/// what was asked of the store once: whether it is claimed and confirmed.
final class Tenure {
    private final GenerationId generation;
    private final Deque<Timed> chunks = new ArrayDeque<>();
    private Optional<PendingSnapshot> snapshot = Optional.empty();
    private Optional<Cut> work = Optional.empty();
    private Position cursor;
    private Instant lastCommit = Instant.EPOCH;
    private boolean hasSnapshot;
    private boolean ended;
    private volatile boolean confirmed;
    private volatile boolean claimed;
    private String broken = "";

    /// An image that this replica is to get as the snapshot of the index of `at`.
    record PendingSnapshot(SharedImage image, Position at, Instant commitTime) {}

    private Tenure(GenerationId generation, Position cursor, boolean hasSnapshot, boolean confirmed) {
        this.generation = generation;
        this.cursor = cursor;
        this.hasSnapshot = hasSnapshot;
        this.confirmed = confirmed;
    }

    /// A generation that begins with the snapshot `first`.
    static Tenure born(PendingSnapshot first) {
        Tenure tenure = new Tenure(first.at().generation(), first.at(), false, true);
        tenure.snapshot = Optional.of(first);
        tenure.lastCommit = first.commitTime();
        return tenure;
    }

    /// A generation that goes on where the store had acknowledged up to `acknowledged`; the store is asked
    /// whether it has that. Without a position this replica has nothing of it and waits for a snapshot.
    static Tenure resumed(GenerationId generation, Optional<Position> acknowledged) {
        return new Tenure(
                generation,
                acknowledged.orElse(Position.ofSnapshot(generation, 0)),
                acknowledged.isPresent(),
                acknowledged.isEmpty());
    }

    GenerationId generation() {
        return generation;
    }

    /// A chunk that is no use to this replica is left out: what lies before its snapshot, or behind a break.
    void add(Chunk chunk) {
        boolean isBefore = chunk.end().compareTo(cursor) <= 0;
        if (isBefore || needsSnapshot() || !broken.isEmpty()) {
            return;
        }
        Position last = chunks.isEmpty() ? cursor : chunks.getLast().chunk().end();
        boolean goesOn = chunk.start().equals(last)
                || chunk.start().index() == last.index() + 1 && chunk.start().offset() == 0
                || chunks.isEmpty() && chunk.start().compareTo(cursor) < 0;
        if (!goesOn) {
            breakOff("what was captured from " + chunk.start() + " on does not follow " + last);
            return;
        }
        lastCommit = lastCommit.isAfter(chunk.committedAt()) ? lastCommit : chunk.committedAt();
        chunks.add(new Timed(chunk, lastCommit));
    }

    /// A snapshot beside the segments, or the first that this replica gets. `image` is released where it is no
    /// use.
    void add(SharedImage image, Position at, Instant commitTime) {
        if (snapshot.isPresent() || !broken.isEmpty()) {
            image.release();
            return;
        }
        lastCommit = lastCommit.isAfter(commitTime) ? lastCommit : commitTime;
        snapshot = Optional.of(new PendingSnapshot(image, at, lastCommit));
        if (!hasSnapshot) {
            chunks.clear();
            cursor = at;
        }
    }

    /// Nothing more of this generation can be sent to this replica.
    void breakOff(String reason) {
        broken = reason;
        drop();
    }

    void drop() {
        chunks.clear();
        work = Optional.empty();
        snapshot.ifPresent(pending -> pending.image().release());
        snapshot = Optional.empty();
    }

    /// Without its first snapshot this replica waits for a later one, and has no use for what comes before that.
    void yieldImage() {
        snapshot.ifPresent(pending -> pending.image().release());
        snapshot = Optional.empty();
        if (!hasSnapshot) {
            chunks.clear();
        }
    }

    /// As if the store had nothing of this generation.
    void startAnew() {
        drop();
        hasSnapshot = false;
    }

    String broken() {
        return broken;
    }

    boolean needsSnapshot() {
        return !hasSnapshot && snapshot.isEmpty();
    }

    boolean hasSnapshot() {
        return hasSnapshot;
    }

    Optional<PendingSnapshot> snapshot() {
        return snapshot;
    }

    boolean isClaimed() {
        return claimed;
    }

    void claimed() {
        claimed = true;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /// The store has what this resumed generation goes on from.
    void confirmed() {
        confirmed = true;
    }

    /// What this generation would go on from is not there: what was captured before the next snapshot is of no use.
    void hasNoSnapshot() {
        confirmed = true;
        hasSnapshot = false;
        work = Optional.empty();
        if (snapshot.isPresent()) {
            cursor = snapshot.get().at();
            chunks.removeIf(each -> each.chunk().end().compareTo(cursor) <= 0);
        } else {
            chunks.clear();
        }
    }

    /// The database is about to be let go: no image can be read any more.
    void end() {
        ended = true;
        if (hasSnapshot) {
            snapshot.ifPresent(pending -> pending.image().release());
            snapshot = Optional.empty();
        } else {
            breakOff("the generation ended before its snapshot was in the store");
        }
    }

    boolean isEnded() {
        return ended;
    }

    /// What would be the next segment. A cut that failed is tried again as it was, so that an attempt which
    /// arrives late finds the same bytes under its key.
    Optional<Cut> nextCut(long limitBytes) {
        if (work.isPresent() || !hasSnapshot || chunks.isEmpty()) {
            return work;
        }
        Position first = chunks.getFirst().chunk().start();
        return Optional.of(Cut.next(first.compareTo(cursor) > 0 ? first : cursor, chunks, limitBytes));
    }

    void take(Cut cut) {
        work = Optional.of(cut);
    }

    Optional<PendingSnapshot> firstSnapshot() {
        return hasSnapshot ? Optional.empty() : snapshot;
    }

    /// A snapshot beside the segments; only when everything before it is in the store, so that storage times go
    /// the way positions go (0.3 spec, section 1.12).
    Optional<PendingSnapshot> besideSnapshot() {
        return snapshot.filter(pending -> hasSnapshot
                && (chunks.isEmpty() || chunks.getFirst().chunk().start().compareTo(pending.at()) >= 0));
    }

    void hasSnapshotNow(PendingSnapshot done) {
        if (snapshot.equals(Optional.of(done))) {
            done.image().release();
            snapshot = Optional.empty();
        }
        hasSnapshot = true;
    }

    void acknowledged(Position end) {
        cursor = end;
        work = Optional.empty();
        while (!chunks.isEmpty() && chunks.getFirst().chunk().end().compareTo(end) <= 0) {
            chunks.removeFirst();
        }
    }

    /// The end of what the store has, where the next segment begins.
    Position cursor() {
        return cursor;
    }

    /// Whether the store has what can still be sent, or needs none of it.
    boolean isSafe() {
        return chunks.isEmpty() && firstSnapshot().isEmpty();
    }

    boolean isSent() {
        return chunks.isEmpty() && snapshot.isEmpty();
    }

    /// Whether more waits than one segment takes: then nothing is gained by waiting.
    boolean hasMoreThan(Cut cut) {
        return chunks.getLast().chunk().end().compareTo(cut.end()) > 0;
    }

    Optional<Instant> pendingSince() {
        Optional<Instant> wal =
                chunks.stream().findFirst().map(first -> first.chunk().committedAt());
        return hasSnapshot ? wal : snapshot.map(PendingSnapshot::commitTime).or(() -> wal);
    }

    long pendingBytes() {
        return chunks.stream().mapToLong(each -> each.chunk().walBytes()).sum();
    }
}
