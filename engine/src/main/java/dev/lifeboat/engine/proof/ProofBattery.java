package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.ProofRequest.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Proves a copy that nobody else has open (product.md 7).
///
/// `integrity_check` alone proves nothing, it says ok to an empty copy: the rows are counted and compared too. The
/// file is not changed. A copy without a `-wal` is read without locks, so nothing appears beside it; one with a `-wal`
/// is proved together with it and may get a `-shm`.
public final class ProofBattery {
    /// Always answers: what cannot even be opened is a red proof.
    public Proof prove(Path copy, ProofRequest request) {
        try {
            if (!Files.isRegularFile(copy) || Files.size(copy) == 0) {
                return red("there is no database, or a file of no bytes: " + copy);
            }
            try (Session session = Session.open(url(copy))) {
                return prove(session, request);
            }
        } catch (SQLException e) {
            return red(Session.reason(e));
        } catch (IOException e) {
            return red(e.toString());
        }
    }

    private static SqliteUrl url(Path copy) throws IOException {
        Path wal = copy.resolveSibling(copy.getFileName() + "-wal");
        return Files.exists(wal) && Files.size(wal) > 0 ? SqliteUrl.readOnly(copy) : SqliteUrl.privateCopy(copy);
    }

    private static Proof prove(Session session, ProofRequest request) {
        List<Finding> findings = new ArrayList<>();
        Checks checks = new Checks(session);
        if (request.checks().contains(Check.QUICK)) {
            findings.addAll(checks.quick());
        }
        if (request.checks().contains(Check.INTEGRITY)) {
            findings.addAll(checks.integrity());
        }
        if (request.checks().contains(Check.FOREIGN_KEYS)) {
            findings.addAll(checks.foreignKeys());
        }
        RowCounts rows = RowCounts.unknown();
        if (request.checks().contains(Check.ROW_COUNTS)) {
            rows = new RowCounter(session).count();
            findings.addAll(RowComparison.findings(request.before(), rows));
        }
        return Proof.of(findings, rows);
    }

    private static Proof red(String text) {
        return Proof.of(List.of(Finding.red("open", text)), RowCounts.unknown());
    }
}
