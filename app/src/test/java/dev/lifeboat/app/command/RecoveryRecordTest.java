package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.output.EarlierRestore;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryRecordTest {
    private static final Instant TIME = Instant.parse("2026-11-21T07:23:00.439504042Z");

    @TempDir
    private Path directory;

    private static EarlierRestore restore(String name, String sha256, Optional<Instant> asked) {
        RestorePoint point = new RestorePoint(
                PointId.parse("ltx/00000000000000ff").orElseThrow(),
                TIME,
                TimeSource.WRITER,
                0,
                RestorePoint.Kind.COMMIT);
        return new EarlierRestore(
                name, "file:///srv/ä\n\u202e/" + name, asked, point, 4096, sha256, List.of("quick_check"));
    }

    @Test
    void theLastLineOfANameCounts() throws Exception {
        RecoveryRecord record = RecoveryRecord.in(directory);
        assertThat(record.read()).isEmpty();
        record.add(restore("a.db", "one", Optional.empty()));
        record.add(restore("b.db", "two", Optional.of(TIME)));
        record.add(restore("a.db", "three", Optional.empty()));
        assertThat(record.read().values())
                .containsExactly(restore("a.db", "three", Optional.empty()), restore("b.db", "two", Optional.of(TIME)));
    }

    /// A kill ends a line at any byte, also inside a character.
    @Test
    void aLineThatWasCutAnywhereIsNotBelievedAndSpoilsNoOther() throws Exception {
        RecoveryRecord record = RecoveryRecord.in(directory);
        record.add(restore("a.db", "one", Optional.empty()));
        byte[] first = Files.readAllBytes(record.file());
        record.add(restore("a.db", "two", Optional.empty()));
        byte[] both = Files.readAllBytes(record.file());
        for (int length = first.length; length < both.length - 1; length++) {
            Files.write(record.file(), Arrays.copyOf(both, length));
            record.add(restore("b.db", "three", Optional.empty()));
            assertThat(record.read().values())
                    .as(new String(both, 0, length, StandardCharsets.ISO_8859_1))
                    .extracting(EarlierRestore::sha256)
                    .containsExactly("one", "three");
        }
    }

    @Test
    void aLineOfAnotherVersionIsNotBelieved() throws Exception {
        RecoveryRecord record = RecoveryRecord.in(directory);
        String json = "{\"name\":7}";
        CRC32 sum = new CRC32();
        sum.update(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(record.file(), String.format("%08x %s%n", sum.getValue(), json));
        record.add(restore("b.db", "one", Optional.empty()));
        assertThat(record.read().keySet()).containsExactly("b.db");
    }
}
