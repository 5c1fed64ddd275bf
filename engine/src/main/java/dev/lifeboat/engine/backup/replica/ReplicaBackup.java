package dev.lifeboat.engine.backup.replica;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.backup.ltx.LtxBackup;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;

/// A root that holds the 0.3 format, the LTX format, both or neither: looked for, never asked. Both are one history.
public final class ReplicaBackup implements Backup {
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

    /// Lists both formats at the same time: a store takes as long for an answer of nothing.
    @Override
    public History listing() throws IOException {
        try (Asked<LtxHistory> files = Asked.of(ltx::list)) {
            History history = generations.listing();
            return history.withLtx(files.answer());
        }
    }

    @Override
    public History learn(History history, RestoreTarget target) throws IOException {
        return ltx.learn(generations.learn(history, target), target);
    }

    @Override
    public History names() throws IOException {
        try (Asked<LtxHistory> files = Asked.of(ltx::list)) {
            History history = generations.names();
            return history.withLtx(files.answer());
        }
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
