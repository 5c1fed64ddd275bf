package dev.lifeboat.engine.backup.replica;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.backup.ltx.LtxBackup;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/// A root that holds the 0.3 format, the LTX format, both or neither: looked for, never asked. Both are one
/// history.
public final class ReplicaBackup implements Backup {
    private static final String EMPTY = "it is empty";

    private final ObjectStore store;
    private final GenerationsBackup generations;
    private final LtxBackup ltx;

    /// The store stays the caller's to close.
    public ReplicaBackup(ObjectStore store) {
        this.store = store;
        this.generations = new GenerationsBackup(store);
        this.ltx = new LtxBackup(store);
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public History listing() throws IOException {
        return withoutEmpty(both(generations::listing));
    }

    @FunctionalInterface
    private interface Look {
        History history() throws IOException;
    }

    /// Lists both formats, and both places of the second, at the same time: a store takes as long for an answer of
    /// nothing, and who restores waits for it.
    private History both(Look look) throws IOException {
        try (Asked<LtxHistory> files = Asked.of(ltx::list);
                Asked<LtxHistory> below = Asked.of(ltx::listBelowSlash)) {
            History history = look.history().withLtx(files.answer());
            return mayHaveMoreBelowSlash(history) ? history.withLtx(below.answer()) : history;
        }
    }

    /// Litestream 0.3 left a slash at the end of its path out of its keys, and 0.5 does not: generations that have no
    /// writer of ours may be years older than what lies below the slash.
    private static boolean mayHaveMoreBelowSlash(History history) {
        return history.ltx().isEmpty()
                && (history.generations().isEmpty() || history.fence().isEmpty());
    }

    /// An object without a byte is damaged in every format, and the listing says so already.
    private static History withoutEmpty(History history) {
        Map<String, String> empty = new HashMap<>();
        for (Generation generation : history.generations()) {
            generation.snapshots().stream()
                    .filter(snapshot -> snapshot.sizeBytes() == 0)
                    .forEach(snapshot -> empty.put(snapshot.key(), EMPTY));
            generation.segments().stream()
                    .filter(segment -> segment.sizeBytes() == 0)
                    .forEach(segment -> empty.put(segment.key(), EMPTY));
        }
        history.ltx().files().stream()
                .filter(file -> file.sizeBytes() == 0)
                .forEach(file -> empty.put(file.key(), EMPTY));
        return empty.isEmpty() ? history : history.withDamage(empty);
    }

    @Override
    public History learn(History history, RestoreTarget target) throws IOException {
        return ltx.learn(generations.learn(history, target), target);
    }

    @Override
    public History names() throws IOException {
        return both(generations::names);
    }

    @Override
    public History withEnds(History listing) throws IOException {
        return generations.withEnds(listing);
    }

    @Override
    public InputStream stored(String key) throws IOException {
        return LtxBackup.owns(key) ? ltx.stored(key) : generations.stored(key);
    }

    @Override
    public InputStream payload(String key, InputStream stored) throws IOException {
        return LtxBackup.owns(key) ? ltx.payload(key, stored) : generations.payload(key, stored);
    }
}
