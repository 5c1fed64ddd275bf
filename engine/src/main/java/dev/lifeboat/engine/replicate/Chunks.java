package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Spool;
import dev.lifeboat.engine.replicate.upload.Lanes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chunks that lie in the spool now, in the order in which they were captured, and when each may go: when every
/// replica has it, and the next start will know that.
final class Chunks {
    private static final Logger LOG = LoggerFactory.getLogger(Chunks.class);

    private final Spool spool;
    private final Lanes lanes;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private Optional<Position> noted = Optional.empty();
    private Optional<Position> held = Optional.empty();

    Chunks(Spool spool, Lanes lanes) {
        this.spool = spool;
        this.lanes = lanes;
    }

    void add(Chunk chunk) {
        waiting.add(chunk);
    }

    /// Takes over what an earlier run has left of some generation, and removes everything else.
    void takeOver(Collection<Chunk> left) throws IOException {
        waiting.clear();
        waiting.addAll(left);
        spool.removeAllBut(List.copyOf(waiting));
    }

    /// What waits of one generation.
    List<Chunk> of(Position generation) {
        return waiting.stream()
                .filter(chunk -> chunk.start().generation().equals(generation.generation()))
                .toList();
    }

    /// The note says now that every replica has everything up to `acknowledged`: a start needs nothing before that.
    void noted(Position acknowledged) {
        noted = Optional.of(acknowledged);
    }

    /// Nothing goes before every replica has everything up to `position`: two lines of one replica may need the same.
    void holdUntil(Position position) {
        held = Optional.of(position);
    }

    void prune() {
        if (held.isPresent() && lanes.hasAll(held.get())) {
            held = Optional.empty();
        }
        try {
            while (!waiting.isEmpty() && held.isEmpty() && mayGo(waiting.getFirst())) {
                spool.remove(waiting.getFirst());
                waiting.removeFirst();
            }
        } catch (IOException e) {
            LOG.warn("clearing the spool: {}", e.toString());
        }
    }

    private boolean mayGo(Chunk chunk) {
        boolean isNoted = noted.isPresent()
                && (!noted.get().generation().equals(chunk.end().generation())
                        || noted.get().compareTo(chunk.end()) >= 0);
        Optional<Position> acknowledged = lanes.acknowledgedByAll()
                .filter(end -> end.generation().equals(chunk.end().generation()));
        return isNoted
                && (acknowledged.isPresent()
                        ? acknowledged.get().compareTo(chunk.end()) >= 0
                        : !lanes.needs(chunk.end().generation()));
    }

    /// Whether anything waits.
    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
