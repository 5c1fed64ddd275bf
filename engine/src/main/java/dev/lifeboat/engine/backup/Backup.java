package dev.lifeboat.engine.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// A replica seen as history, whatever its format. Reads only; nothing in the store changes.
///
/// An object that is not what its format demands (cut, flipped, followed by other bytes, empty) is a
/// [DamagedObjectException] that names it. Every other failure is the store's. Safe for use by several threads.
public interface Backup {
    /// Where the replica is, for a person; never with a secret.
    String location();

    /// What the names in the store say, plus the length of the last segment of each WAL index, which the names do
    /// not say. A last segment that cannot be decoded is listed as damaged. The ends of the other segments are
    /// taken from where the next one begins: a hole in the middle of an index shows only when it is read.
    History history() throws IOException;

    /// The same history after every segment was decoded: true ends, so that every hole and every damaged object
    /// shows. Costs reading all segments once. Frames are not checked here: only a restore follows their chain.
    History survey(History history) throws IOException;

    /// The same history with what planning for `target` has to know beyond names and storage times: the true times
    /// around an asked moment, and whether a file of the LTX format holds every page where no other base leads to
    /// the target. Costs reading a few heads of objects; more where the history has a hole.
    default History learn(History history, RestoreTarget target) throws IOException {
        return history;
    }

    /// The payload of an object: decrypted, decompressed. The end of the stream is reached only after its
    /// checksum was found right. `readBytes` is told how many bytes of the object have been read so far. The
    /// caller closes the stream.
    InputStream open(String key, LongConsumer readBytes) throws IOException;
}
