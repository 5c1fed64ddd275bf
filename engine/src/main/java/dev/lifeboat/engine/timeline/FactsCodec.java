package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.wal.WalChecksum;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One object and what was learned of it, as bytes. What is read is held to the rules of the records: anything else is
/// an `IOException` or an `IllegalArgumentException`.
final class FactsCodec {
    private static final int SNAPSHOT = 1;
    private static final int SEGMENT = 2;
    private static final int FILE = 3;
    private static final int DAMAGED = 4;

    private FactsCodec() {}

    static void write(DataOutput out, ObjectIdentity object) throws IOException {
        out.writeUTF(object.key());
        out.writeLong(object.sizeBytes());
        write(out, object.storedAt());
    }

    static ObjectIdentity readIdentity(DataInput in) throws IOException {
        return new ObjectIdentity(in.readUTF(), in.readLong(), readInstant(in));
    }

    static void write(DataOutput out, Facts facts) throws IOException {
        switch (facts) {
            case Facts.OfSnapshot(PageSize pageSize, long pages, PageOne first) -> {
                out.writeByte(SNAPSHOT);
                out.writeInt(pageSize.bytes());
                out.writeLong(pages);
                write(out, first);
            }
            case Facts.OfSegment segment -> {
                out.writeByte(SEGMENT);
                write(out, segment);
            }
            case Facts.OfFile(
                    PageSize pageSize,
                    long pages,
                    Optional<PageOne> first,
                    Instant time,
                    LtxFile.Extent extent) -> {
                out.writeByte(FILE);
                out.writeInt(pageSize.bytes());
                out.writeLong(pages);
                writeFirst(out, first);
                write(out, time);
                out.writeByte(extent.ordinal());
            }
            case Facts.Damaged(Optional<WalCursor> from, String reason) -> {
                out.writeByte(DAMAGED);
                write(out, from);
                out.writeUTF(reason);
            }
        }
    }

    static Facts readFacts(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case SNAPSHOT -> new Facts.OfSnapshot(new PageSize(in.readInt()), in.readLong(), readPresentFirst(in));
            case SEGMENT -> readSegment(in);
            case FILE ->
                new Facts.OfFile(
                        new PageSize(in.readInt()), in.readLong(), readFirst(in), readInstant(in), readExtent(in));
            case DAMAGED -> new Facts.Damaged(readCursor(in), in.readUTF());
            default -> throw new IOException("unknown kind of facts: " + kind);
        };
    }

    private static void write(DataOutput out, Facts.OfSegment segment) throws IOException {
        write(out, segment.from());
        out.writeLong(segment.endBytes());
        out.writeBoolean(segment.to().isPresent());
        if (segment.to().isPresent()) {
            Chain to = segment.to().get();
            out.write(to.header().encode());
            write(out, to.cursor());
        }
        out.writeInt(segment.commits().size());
        for (Commit commit : segment.commits()) {
            out.writeLong(commit.endBytes());
            out.writeBoolean(commit.before().isPresent());
            if (commit.before().isPresent()) {
                Commit.Before before = commit.before().get();
                out.writeLong(before.endBytes());
                out.writeLong(before.pages());
                writeFirst(out, before.first());
            }
            out.writeLong(commit.pages());
            writeFirst(out, commit.first());
        }
        writeFirst(out, segment.open());
    }

    private static Facts readSegment(DataInput in) throws IOException {
        Optional<WalCursor> from = readCursor(in);
        long end = in.readLong();
        Optional<Chain> to = in.readBoolean() ? Optional.of(readChain(in)) : Optional.empty();
        int count = in.readInt();
        if (count < 0 || count > CommitCollector.MOST_COMMITS) {
            throw new IOException("commits out of [0, " + CommitCollector.MOST_COMMITS + "]: " + count);
        }
        List<Commit> commits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commits.add(new Commit(in.readLong(), readBefore(in), in.readLong(), readFirst(in)));
        }
        return new Facts.OfSegment(from, end, to, commits, readFirst(in));
    }

    private static Chain readChain(DataInput in) throws IOException {
        byte[] header = new byte[WalHeader.BYTES];
        in.readFully(header);
        return switch (WalHeader.read(header)) {
            case WalHeader.Reading.Header(WalHeader read) -> new Chain(read, readPresentCursor(in));
            case WalHeader.Reading.NotAWal(String reason) -> throw new IOException("not a WAL header: " + reason);
        };
    }

    private static void write(DataOutput out, Optional<WalCursor> cursor) throws IOException {
        out.writeBoolean(cursor.isPresent());
        if (cursor.isPresent()) {
            write(out, cursor.get());
        }
    }

    private static Optional<WalCursor> readCursor(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(readPresentCursor(in)) : Optional.empty();
    }

    private static void write(DataOutput out, WalCursor cursor) throws IOException {
        out.writeLong(cursor.offsetBytes());
        out.writeInt(cursor.checksum().a());
        out.writeInt(cursor.checksum().b());
    }

    private static WalCursor readPresentCursor(DataInput in) throws IOException {
        return new WalCursor(in.readLong(), new WalChecksum(in.readInt(), in.readInt()));
    }

    private static Optional<Commit.Before> readBefore(DataInput in) throws IOException {
        return in.readBoolean()
                ? Optional.of(new Commit.Before(in.readLong(), in.readLong(), readFirst(in)))
                : Optional.empty();
    }

    private static void writeFirst(DataOutput out, Optional<PageOne> first) throws IOException {
        out.writeBoolean(first.isPresent());
        if (first.isPresent()) {
            write(out, first.get());
        }
    }

    private static Optional<PageOne> readFirst(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(readPresentFirst(in)) : Optional.empty();
    }

    private static void write(DataOutput out, PageOne first) throws IOException {
        out.writeLong(first.cookie());
        out.writeLong(first.freePages());
    }

    private static PageOne readPresentFirst(DataInput in) throws IOException {
        return new PageOne(in.readLong(), in.readLong());
    }

    private static void write(DataOutput out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant readInstant(DataInput in) throws IOException {
        long second = in.readLong();
        if (second < Instant.MIN.getEpochSecond() || second > Instant.MAX.getEpochSecond()) {
            throw new IOException("no time: " + second);
        }
        return Instant.ofEpochSecond(second, in.readInt());
    }

    private static LtxFile.Extent readExtent(DataInput in) throws IOException {
        int ordinal = in.readUnsignedByte();
        if (ordinal >= LtxFile.Extent.values().length) {
            throw new IOException("unknown extent: " + ordinal);
        }
        return LtxFile.Extent.values()[ordinal];
    }
}
