package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.ProofRequest.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// Proves a copy that nobody else has open (product.md 7).
///
/// `integrity_check` alone proves nothing, it says ok to an empty copy: the rows are counted and compared too. The
/// file is not changed. A copy without a `-wal` is read without locks, so nothing appears beside it, unless full-text
/// indexes or the write lock are asked for: then an empty `-wal` may be there meanwhile. One with a `-wal` is proved
/// together with it and may get a `-shm`.
public final class ProofBattery {
    /// Always answers: what cannot even be opened is a red proof.
    public Proof prove(Path copy, ProofRequest request) {
        try {
            if (!Files.isRegularFile(copy) || Files.size(copy) == 0) {
                return red("there is no database, or a file of no bytes: " + copy);
            }
            Proving proving = new Proving(request);
            long walBytes = walBytes(copy);
            if (walBytes > 0 && request.asks(Check.ROW_COUNTS)) {
                proving.sideFile(walBytes);
            }
            SqliteUrl url = walBytes > 0 ? SqliteUrl.readOnly(copy) : SqliteUrl.privateCopy(copy);
            try (Session session = Session.open(url)) {
                proving.read(session, Files.size(copy));
            }
            if (request.asks(Check.FULL_TEXT) || request.asks(Check.WRITABLE)) {
                proving.rollBack(copy, walBytes > 0);
            }
            return proving.proof();
        } catch (SQLException e) {
            return red(Session.reason(e));
        } catch (IOException e) {
            return red(e.toString());
        }
    }

    private static long walBytes(Path copy) throws IOException {
        Path wal = copy.resolveSibling(copy.getFileName() + "-wal");
        return Files.exists(wal) ? Files.size(wal) : 0;
    }

    private static Proof red(String text) {
        return Proof.of(List.of(Finding.red("open", text)), Contents.unknown(), List.of());
    }
}
