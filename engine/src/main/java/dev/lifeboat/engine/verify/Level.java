package dev.lifeboat.engine.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How deep an audit looks (OB-11). Each level includes the ones before it.
public enum Level {
    /// Names, sizes and how they follow one another; the last segment of each WAL index is read for its length.
    LIST,
    /// Every segment, because only its frames tell whether it goes on from the one before; what is small, whole; of
    /// larger snapshots and files of the LTX format how they begin and end.
    CHAIN,
    /// Every byte of every object, every checksum, every frame.
    BYTES,
    /// The newest state restored into scratch, and proved.
    RESTORE;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Level> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
    }

    boolean includes(Level other) {
        return compareTo(other) >= 0;
    }
}
