package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.fileset.SpaceCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A transaction that does not fit the heap, and one that never ends.
class PendingPagesTest {
    private static final PageSize SIZE = new PageSize(512);

    /// Three pages and their numbers, and some bytes that are of no use.
    private static final int HEAP_BYTES = 3 * 516 + 100;

    @TempDir
    private Path directory;

    private PendingPages pending(Room room) throws IOException {
        return new PendingPages(SIZE, directory.resolve("spill"), room, HEAP_BYTES);
    }

    private static ByteBuffer image(int filler) {
        byte[] image = new byte[SIZE.bytes()];
        Arrays.fill(image, (byte) filler);
        return ByteBuffer.wrap(image);
    }

    @Test
    void theLastImageOfAPageWinsWhereverItWaited() throws IOException {
        Room room = new Room(directory, new SpaceCheck.Left(Long.MAX_VALUE, 0));
        Path file = directory.resolve("app.db");
        try (PageFile pages = PageFile.create(file, SIZE, room);
                PendingPages pending = pending(room)) {
            for (int write = 1; write <= 20; write++) {
                pending.add(new PageNumber(1 + write % 7), image(write));
            }
            pending.commit(pages);
            pending.add(new PageNumber(1), image(99));
            pending.discard();
            pending.add(new PageNumber(2), image(50));
            pending.commit(pages);
            pages.finish();
        }

        byte[] found = Files.readAllBytes(file);
        assertThat(found).hasSize(7 * SIZE.bytes());
        assertThat(new byte[] {found[0], found[512], found[1024], found[1536], found[2048], found[2560], found[3072]})
                .containsExactly(14, 50, 16, 17, 18, 19, 20);
    }

    /// SE-8: the file it waits in and the database share what the disk has.
    @Test
    void aTransactionWithoutEndIsRefusedWithTheDatabaseCountedIn() throws IOException {
        Room room = new Room(directory, new SpaceCheck.Left(100 * SIZE.bytes(), 0));
        room.require(80 * SIZE.bytes());
        try (PendingPages pending = pending(room)) {
            for (int write = 0; write < 18; write++) {
                pending.add(new PageNumber(2), image(write));
            }

            assertThatThrownBy(() -> {
                        for (int write = 0; write < 18; write++) {
                            pending.add(new PageNumber(2), image(write));
                        }
                    })
                    .isInstanceOf(Room.NoRoomException.class)
                    .hasMessageContaining("needs at least " + 80 * SIZE.bytes() + " bytes and a transaction");
            pending.discard();
            room.require(100 * SIZE.bytes());
        }
    }
}
