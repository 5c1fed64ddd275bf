package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxPlan;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.ltx.LtxHeader;
import dev.lifeboat.engine.ltx.LtxPageStream;
import dev.lifeboat.engine.page.DatabaseHeader;
import dev.lifeboat.engine.page.Pages;
import dev.lifeboat.engine.store.fetch.Width;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Puts a database together from files of the LTX format, oldest first: the newest image of each page wins, the
/// last file says how long the database is.
///
/// After each file every page of the database is there, or that file is damaged: a page that an earlier file
/// had and a later one has cut off must not come back when the database grows again (0.5 spec, section 1.11).
final class LtxAssembler {
    private final Backup backup;
    private final EventSink events;
    private final Room room;
    private final Width width;
    private final PageSet present = new PageSet();

    LtxAssembler(Backup backup, EventSink events, Room room, Width width) {
        this.backup = backup;
        this.events = events;
        this.room = room;
        this.width = width;
    }

    /// Makes `file`, which does not exist. Whatever comes out of it, the caller owns the file and puts it on
    /// stable storage.
    Assembly assemble(LtxPlan plan, Path file) throws IOException {
        try (FetchedObjects objects = new FetchedObjects(backup, plan, width)) {
            return assemble(plan, objects, file);
        } catch (DamagedObjectException e) {
            return new Assembly.Broken(plan.history().withDamage(e.key(), e.reason()));
        }
    }

    private Assembly assemble(LtxPlan plan, FetchedObjects objects, Path file) throws IOException {
        try {
            LtxFile base = plan.files().getFirst();
            LongConsumer told = done -> events.accept(new Progress(Part.SNAPSHOT, done, base.sizeBytes(), Unit.BYTES));
            told.accept(0);
            try (InputStream in = objects.open(base.key(), told)) {
                LtxHeader header = header(in);
                room.require(header.commitPages() * header.pageSize().bytes());
                try (PageFile pages = PageFile.create(file, header.pageSize(), room)) {
                    apply(base, header, in, pages);
                    return complete(plan, changes(plan, objects, header, pages), pages);
                }
            }
        } catch (Room.NoRoomException e) {
            throw e.foundIn(objects.current());
        }
    }

    private LtxHeader changes(LtxPlan plan, FetchedObjects objects, LtxHeader base, PageFile pages) throws IOException {
        LtxHeader last = base;
        int total = plan.files().size() - 1;
        events.accept(new Progress(Part.CHANGES, 0, total, Unit.OBJECTS));
        for (int done = 0; done < total; done++) {
            LtxFile next = plan.files().get(done + 1);
            try (InputStream in = objects.open(next.key(), _ -> {})) {
                last = header(in);
                if (!last.pageSize().equals(base.pageSize())) {
                    throw new DamagedObjectException(
                            next.key(),
                            "it has pages of " + last.pageSize() + " bytes, the base has pages of " + base.pageSize());
                }
                apply(next, last, in, pages);
            }
            events.accept(new Progress(Part.CHANGES, done + 1, total, Unit.OBJECTS));
        }
        return last;
    }

    private static LtxHeader header(InputStream in) throws IOException {
        return LtxHeader.read(in.readNBytes(LtxHeader.BYTES));
    }

    private void apply(LtxFile file, LtxHeader header, InputStream in, PageFile pages) throws IOException {
        PageSize size = header.pageSize();
        byte[] record = new byte[LtxPageStream.NUMBER_BYTES + size.bytes()];
        while (in.readNBytes(record, 0, record.length) == record.length) {
            ByteBuffer image = ByteBuffer.wrap(record);
            PageNumber page = new PageNumber(Integer.toUnsignedLong(image.getInt()));
            pages.write(page, image);
            present.add(page);
        }
        present.removeBehind(header.commitPages());
        Optional<PageNumber> missing = present.firstMissing(header.commitPages(), Pages.lockPage(size));
        if (missing.isPresent()) {
            throw new DamagedObjectException(
                    file.key(),
                    "it leaves a database of " + header.commitPages() + " pages without page " + missing.get());
        }
    }

    private Assembly complete(LtxPlan plan, LtxHeader last, PageFile pages) throws IOException {
        LtxFile end = plan.files().getLast();
        if (last.commitPages() == 0) {
            throw new DamagedObjectException(end.key(), "it leaves a database without any page");
        }
        pages.setPages(last.commitPages());
        pages.finish();
        return switch (DatabaseHeader.read(pages.beginning(DatabaseHeader.BYTES))) {
            case DatabaseHeader.Reading.NotADatabase(String reason) ->
                throw new DamagedObjectException(end.key(), "what it leads to is not a database: " + reason);
            case DatabaseHeader.Reading.Header _ ->
                new Assembly.Complete(
                        plan.point().byHeader(last.timestamp()), plan.point().place(), last.pageSize());
        };
    }
}
