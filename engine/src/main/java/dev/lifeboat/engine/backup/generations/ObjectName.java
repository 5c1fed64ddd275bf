package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.KeyNames;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The name of an object in the generations layout (0.3 spec, sections 1.1 and 1.2). What does not match the
/// grammar belongs to somebody else and is left alone.
public sealed interface ObjectName {
    /// Everything in this layout lies below it.
    String PREFIX = "generations/";

    /// Beside it, who writes the replica (OB-2).
    String FENCE = "lifeboat-writer";

    /// How this layout names what is missing.
    KeyNames KEYS = new KeyNames() {
        @Override
        public String segment(Position start) {
            return new Segment(start.generation(), start.index(), start.offset()).key();
        }

        @Override
        public String snapshot(Position start) {
            return new Snapshot(start.generation(), start.index()).key();
        }
    };

    GenerationId generation();

    int index();

    /// The key in the store, relative to the root of the replica.
    String key();

    record Snapshot(GenerationId generation, int index) implements ObjectName {
        public Snapshot {
            requireIndex(index);
        }

        @Override
        public String key() {
            return String.format(Locale.ROOT, "%s%s/snapshots/%08x.snapshot.lz4", PREFIX, generation, index);
        }
    }

    /// A segment at `offset` of WAL `index`.
    record Segment(GenerationId generation, int index, long offset) implements ObjectName {
        /// Behind it a name has nine digits, and Litestream does not read it back (pitfall P1).
        public static final long WRITE_LIMIT = 1L << 32;

        /// Of both kinds of name.
        private static final Pattern GRAMMAR = Pattern.compile("generations/([0-9a-f]{16})/"
                + "(?:snapshots/([0-7][0-9a-f]{7})\\.snapshot\\.lz4"
                + "|wal/([0-7][0-9a-f]{7})_([0-9a-f]{8}|[1-9a-f][0-9a-f]{8,14}|[1-7][0-9a-f]{15})\\.wal\\.lz4)");

        public Segment {
            requireIndex(index);
            if (offset < 0) {
                throw new IllegalArgumentException("offset is negative: " + offset);
            }
        }

        @Override
        public String key() {
            return String.format(Locale.ROOT, "%s%s/wal/%08x_%08x.wal.lz4", PREFIX, generation, index, offset);
        }
    }

    /// What `key` names, or nothing.
    ///
    /// Offsets of more than eight digits are read and must fit 63 bits (pitfall P1), and so must not have a
    /// zero in front: then two keys can never name the same segment. An offset where no frame can end, whatever
    /// the page size, was never written by a replicator: the object is foreign.
    static Optional<ObjectName> parse(String key) {
        Matcher name = Segment.GRAMMAR.matcher(key);
        if (!name.matches()) {
            return Optional.empty();
        }
        GenerationId generation = new GenerationId(name.group(1));
        if (name.group(2) != null) {
            return Optional.of(new Snapshot(generation, Integer.parseInt(name.group(2), 16)));
        }
        long offset = Long.parseLong(name.group(4), 16);
        return canBeginASegment(offset)
                ? Optional.of(new Segment(generation, Integer.parseInt(name.group(3), 16), offset))
                : Optional.empty();
    }

    private static boolean canBeginASegment(long offset) {
        return offset == 0
                || IntStream.rangeClosed(9, 16)
                        .anyMatch(bits -> offset >= WalHeader.BYTES
                                && (offset - WalHeader.BYTES) % (WalFrame.HEADER_BYTES + (1 << bits)) == 0);
    }

    private static void requireIndex(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index out of [0, 2^31): " + Integer.toUnsignedString(index));
        }
    }
}
