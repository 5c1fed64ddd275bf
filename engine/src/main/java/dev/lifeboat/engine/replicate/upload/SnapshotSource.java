package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.store.ObjectStore.Body;
import java.io.Closeable;
import java.io.IOException;

/// The database as it was at one position: the same bytes from the first page each time it is opened, until it
/// is closed. Closed once, when every replica has it or needs it no more. Opened by several threads, read by
/// one at a time.
///
/// `close` returns soon and calls nobody back: it may be called under a lock, from the thread of an upload.
public interface SnapshotSource extends Body, Closeable {
    /// Of the database file.
    long lengthBytes();

    @Override
    void close() throws IOException;
}
