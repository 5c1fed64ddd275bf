package dev.lifeboat.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DatabaseHeaderTest {
    private static ByteBuffer header(int storedPageSize) {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        bytes.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        return bytes.putShort(16, (short) storedPageSize)
                .put(18, (byte) 2)
                .put(19, (byte) 2)
                .putInt(24, 9)
                .putInt(28, -2)
                .putInt(36, 0xFFFFFFFD)
                .putInt(40, 4)
                .putInt(92, 9)
                .clear();
    }

    @Test
    void fieldsAreReadUnsignedAndPageSizeOneMeans64K() {
        assertThat(DatabaseHeader.read(header(1)))
                .isEqualTo(new DatabaseHeader.Reading.Header(
                        new DatabaseHeader(new PageSize(65536), 2, 2, 0, 9, 0xFFFFFFFEL, 0xFFFFFFFDL, 4, 9)));
    }

    @Test
    void anythingElseIsNotADatabaseAndSaysWhy() {
        assertThat(DatabaseHeader.read(ByteBuffer.allocate(0)).toString()).contains("empty");
        assertThat(DatabaseHeader.read(ByteBuffer.allocate(99)).toString()).contains("99 bytes");
        assertThat(DatabaseHeader.read(ByteBuffer.allocate(100)).toString()).contains("does not begin");
        assertThat(DatabaseHeader.read(header(1000)).toString()).contains("page size 1000");
    }

    @Test
    void theLockPageHoldsTheByteAtOneGiB() {
        assertThat(Pages.lockPage(new PageSize(4096))).isEqualTo(new PageNumber(262145));
        assertThat(Pages.lockPage(new PageSize(65536))).isEqualTo(new PageNumber(16385));
        assertThat(Pages.offsetBytes(new PageNumber(262145), new PageSize(4096)))
                .isEqualTo(0x40000000L);
    }
}
