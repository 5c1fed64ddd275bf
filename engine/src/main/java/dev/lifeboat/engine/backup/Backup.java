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

    /// What the names in the store say. The end of a segment is where the next one begins: a hole in the middle of
    /// an index shows only when it is read, and the end of the last segment of an index is not known. Costs the
    /// listings: enough to restore, which reads what it needs.
    History listing() throws IOException;

    /// The same without reading any object, also none that says who writes the replica: enough for a list of what is
    /// there, and who may only list is shown it.
    default History names() throws IOException {
        return listing();
    }

    /// The same history with the ends of those last segments, each read once; one that cannot be decoded is damaged.
    /// What is known already is not read again.
    History withEnds(History listing) throws IOException;

    /// Names and ends, for a person to choose from.
    default History history() throws IOException {
        return withEnds(listing());
    }

    /// The same history with what planning for `target` has to know beyond names and storage times: the true times
    /// around an asked moment, and whether a file of the LTX format holds every page where no other base leads to
    /// the target. Costs reading a few heads of objects; more where the history has a hole.
    default History learn(History history, RestoreTarget target) throws IOException {
        return history;
    }

    /// The payload of an object: decrypted, decompressed. The end of the stream is reached only after its
    /// checksum was found right. `readBytes` is told how many bytes of the object have been read so far. The
    /// caller closes the stream.
    default InputStream open(String key, LongConsumer readBytes) throws IOException {
        return payload(key, new CountedInputStream(stored(key), readBytes));
    }

    /// The bytes of an object as the store has them.
    InputStream stored(String key) throws IOException;

    /// What [#open] gives, made of what [#stored] gives; closes that too, also where it fails.
    InputStream payload(String key, InputStream stored) throws IOException;
}
