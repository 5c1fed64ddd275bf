package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.LtxFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.LongConsumer;

/// Looks at one file of the LTX format: its header against its name, and all of it where that is asked.
final class LtxWalk {
    private LtxWalk() {}

    static List<Broken> walk(Backup backup, LtxFile file, boolean isWhole, LongConsumer read) throws IOException {
        // Opening holds the header against the name, the end of the stream comes after every checksum.
        try (InputStream in = backup.open(file.key(), new Counted(read))) {
            if (isWhole) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return List.of();
        } catch (DamagedObjectException e) {
            return List.of(new Broken(file.key(), e.reason(), false));
        }
    }
}
