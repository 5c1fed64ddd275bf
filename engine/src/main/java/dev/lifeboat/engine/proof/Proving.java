package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.ProofRequest.Check;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One run of the battery: what is asked for, what was found so far. Each check is on its own: one that breaks off or
/// runs out of time does not keep the others from being made.
final class Proving {
    private final ProofRequest request;
    private final Deadline deadline;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final List<String> notMade = new ArrayList<>();
    private Contents contents = Contents.unknown();

    Proving(ProofRequest request) {
        this.request = request;
        this.deadline = new Deadline(request.limits().deadline());
    }

    @FunctionalInterface
    private interface Work {
        List<Finding> run() throws SQLException;
    }

    /// RS-3: nothing that was restored has one, and a stale one shows old rows as if they were the restored ones.
    void sideFile(long walBytes) {
        findings.add(Finding.amber(
                "-wal",
                "a -wal of " + walBytes + " bytes lies beside the copy, what it holds was read as a part of it"));
    }

    /// The checks that only read.
    void read(Session session, long sizeBytes) throws SQLException {
        session.endAt(deadline);
        Checks checks = new Checks(session);
        make(Check.QUICK, "quick_check", checks::quick);
        if (sizeBytes <= request.limits().integrityBytes()) {
            make(Check.INTEGRITY, "integrity_check", checks::integrity);
        } else if (request.asks(Check.INTEGRITY)) {
            notMade.add("integrity_check was not made: the file has " + sizeBytes + " bytes, the limit is "
                    + request.limits().integrityBytes());
        }
        make(Check.FOREIGN_KEYS, "foreign_key_check", () -> new ForeignKeys(session).check());
        make(Check.ROW_COUNTS, "rows", () -> rows(session));
        make(Check.SCHEMA, "schema", () -> SchemaComparison.findings(request.references(), schema(session)));
        make(Check.NEWEST_ROWS, "newest rows", () -> newest(session));
        for (UserCheck check : request.userChecks()) {
            make(
                    Check.USER_CHECKS,
                    "check " + check.name(),
                    () -> List.of(users(session).run(check)));
        }
    }

    private UserChecks users(Session session) {
        return new UserChecks(session, request.moment().orElseGet(Instant::now));
    }

    private List<Finding> rows(Session session) throws SQLException {
        RowCounts rows = new RowCounter(session).count();
        contents = Contents.of(rows);
        return RowComparison.findings(request.references(), rows, new CascadeReader(session).read(rows));
    }

    private Schema schema(Session session) {
        contents = new Contents(contents.rows(), new SchemaReader(session).read(), contents.newest());
        return contents.schema();
    }

    private List<Finding> newest(Session session) {
        NewestRows newest = new NewestReader(session, true).read(contents.rows());
        contents = new Contents(contents.rows(), contents.schema(), newest);
        List<Finding> found = new ArrayList<>(NewestComparison.findings(request.references(), newest));
        if (deadline.isPassed()) {
            found.add(unfinished("newest rows")); // a table that could not tell in time was left out
        }
        return found;
    }

    private void make(Check check, String name, Work work) throws SQLException {
        if (!request.asks(check)) {
            return;
        }
        try {
            findings.addAll(work.run());
        } catch (SQLException e) {
            if (!Session.isTimeUp(e)) {
                throw e;
            }
            findings.add(unfinished(name));
        }
    }

    private Finding unfinished(String name) {
        return Finding.amber(
                name, "was not finished in the " + deadline.limit().toSeconds() + " s that the proof may take");
    }

    /// The checks that need the write lock and write nothing. With a `-wal` there, closing would copy it into the file.
    void rollBack(Path copy, boolean hasWal) throws SQLException {
        if (hasWal) {
            notMade.add(
                    "full-text indexes were not compared with other tables, and no write was tried: there is a -wal");
            return;
        }
        try (Session session = Session.openToRollBack(SqliteUrl.readWrite(copy))) {
            session.endAt(deadline);
            make(Check.FULL_TEXT, FullText.CHECK, () -> new FullText(session).check());
            session.execute("ROLLBACK");
            make(Check.WRITABLE, Writing.CHECK, this::writable);
        } catch (SQLException e) {
            findings.add(Finding.amber(Writing.CHECK, "the write lock cannot be had here: " + Session.reason(e)));
        }
    }

    private List<Finding> writable() {
        List<Finding> all = new ArrayList<>();
        all.add(Finding.green(Writing.CHECK, "a write transaction began and was rolled back, as this user"));
        request.belonging().ifPresent(belonging -> all.addAll(Writing.byModeOf(belonging)));
        return all;
    }

    Proof proof() {
        return Proof.of(List.copyOf(findings), contents, notMade);
    }
}
