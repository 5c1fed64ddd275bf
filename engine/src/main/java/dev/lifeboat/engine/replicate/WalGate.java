package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Keeps us away from a WAL that has become too large for a generation until its application has restarted it. While
/// this is shut the database is not open here, so that nothing stands in the way of the application's checkpoint.
record WalGate(Path wal, byte[] header) {
    static WalGate shut(Path wal) {
        return new WalGate(wal, read(wal));
    }

    boolean isShut() {
        byte[] now = read(wal);
        return now.length == WalHeader.BYTES && Arrays.equals(now, header);
    }

    private static byte[] read(Path wal) {
        try (WalFile file = WalFile.open(wal)) {
            return file.first(WalHeader.BYTES);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
