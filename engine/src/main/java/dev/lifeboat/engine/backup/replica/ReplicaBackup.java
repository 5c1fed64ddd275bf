package dev.lifeboat.engine.backup.replica;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.backup.ltx.LtxBackup;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

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
    public History history() throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LtxHistory> files = threads.submit(ltx::list);
            History history = generations.history();
            return history.withLtx(files.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public History survey(History history) throws IOException {
        return ltx.survey(generations.survey(history));
    }

    @Override
    public History learn(History history, RestoreTarget target) throws IOException {
        return ltx.learn(history, target);
    }

    @Override
    public InputStream open(String key, LongConsumer readBytes) throws IOException {
        return LtxBackup.owns(key) ? ltx.open(key, readBytes) : generations.open(key, readBytes);
    }
}
