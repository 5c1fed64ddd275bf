package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.GenerationsPlan;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.page.DatabaseHeader;
import dev.lifeboat.engine.store.fetch.Width;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Puts a database together: the snapshot, then the committed pages of every segment in order, last write wins,
/// each index cut or extended to the size of its last commit (0.3 spec, section 4.3). SQLite takes no part in
/// it.
///
/// Every object is read to its end, so that its checksum is verified, even where the target lies in its middle:
/// an object that is damaged anywhere is not used at all.
final class Assembler {
    private static final int CHUNK_BYTES = 256 << 10;

    private final Backup backup;
    private final EventSink events;
    private final Room room;
    private final Width width;

    Assembler(Backup backup, EventSink events, Room room, Width width) {
        this.backup = backup;
        this.events = events;
        this.room = room;
        this.width = width;
    }

    /// Makes `file`, which does not exist. Whatever comes out of it, the caller owns the file and puts it on
    /// stable storage; a spill file beside it lives only during the call.
    Assembly assemble(GenerationsPlan plan, Path file) throws IOException {
        History history = plan.history();
        String key = plan.snapshot().key();
        try (FetchedObjects objects = new FetchedObjects(backup, plan, width)) {
            try {
                return switch (writeSnapshot(plan, objects, file)) {
                    case DatabaseHeader.Reading.NotADatabase(String reason) ->
                        new Assembly.Broken(history.withDamage(key, "what it holds is not a database: " + reason));
                    case DatabaseHeader.Reading.Header(DatabaseHeader header) ->
                        replay(plan, objects, file, header.pageSize());
                };
            } catch (Room.NoRoomException e) {
                throw e.foundIn(objects.current());
            }
        } catch (DamagedObjectException e) {
            return new Assembly.Broken(history.withDamage(e.key(), e.reason()));
        }
    }

    /// The header of what it wrote.
    private DatabaseHeader.Reading writeSnapshot(GenerationsPlan plan, FetchedObjects objects, Path file)
            throws IOException {
        long total = plan.snapshot().sizeBytes();
        events.accept(new Progress(Part.SNAPSHOT, 0, total, Unit.BYTES));
        try (InputStream in = objects.open(
                plan.snapshot().key(), done -> events.accept(new Progress(Part.SNAPSHOT, done, total, Unit.BYTES)))) {
            byte[] first = in.readNBytes(DatabaseHeader.BYTES);
            SnapshotSize size = SnapshotSize.of(first, total);
            room.require(size.saidBytes());
            try (FileChannel channel = FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    OutputStream out = Channels.newOutputStream(channel);
                    Writeback writeback = new Writeback(channel)) {
                out.write(first);
                copy(in, plan, size, out, writeback);
            }
            return DatabaseHeader.read(ByteBuffer.wrap(first));
        }
    }

    private void copy(InputStream in, GenerationsPlan plan, SnapshotSize size, OutputStream out, Writeback writeback)
            throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long written = DatabaseHeader.BYTES;
        for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
            written += got;
            size.require(written, plan.snapshot().key());
            room.require(written);
            out.write(chunk, 0, got);
            writeback.reached(written);
        }
    }

    private Assembly replay(GenerationsPlan plan, FetchedObjects objects, Path file, PageSize pageSize)
            throws IOException {
        Path spill = file.resolveSibling(file.getFileName() + ".transaction");
        try (PageFile pages = new PageFile(file, pageSize, room);
                PendingPages pending = new PendingPages(pageSize, spill, room)) {
            Replay replay = new Replay(plan, pages, pending, pageSize, events);
            int done = 0;
            events.accept(new Progress(Part.CHANGES, done, plan.segments().size(), Unit.OBJECTS));
            for (Segment segment : plan.segments()) {
                var broken = replay.segment(segment, objects);
                if (broken.isPresent()) {
                    return new Assembly.Broken(broken.get());
                }
                done++;
                events.accept(new Progress(Part.CHANGES, done, plan.segments().size(), Unit.OBJECTS));
            }
            if (replay.missesItsTarget()) {
                return new Assembly.NotACommit(replay.commitBefore(), replay.commitAfter());
            }
            // Before the last cut: the pages that the snapshot brought along are all still there.
            if (plan.cutsSnapshotIndex() && new SnapshotWitness(backup, plan, pages, replay).isAhead()) {
                return new Assembly.SnapshotAhead();
            }
            replay.endIndex();
            if (pages.hasTornPage()) {
                throw new DamagedObjectException(
                        plan.snapshot().key(), "it ends inside a page, and nothing up to the point writes that page");
            }
            pages.finish();
            return new Assembly.Complete(plan.point().at(replay.exact()), replay.end(), pageSize);
        }
    }
}
