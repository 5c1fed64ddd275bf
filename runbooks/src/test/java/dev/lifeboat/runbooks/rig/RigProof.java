package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.ProofRequest;
import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.TableRows;
import dev.lifeboat.engine.proof.Verdict;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The least that a look and a proof can be.
final class RigProof {
    private RigProof() {}

    static LiveSight look(Path file) {
        List<Finding> findings = new ArrayList<>();
        List<TableRows> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.readOnly(file).text());
                Statement statement = connection.createStatement()) {
            check(statement, findings);
            for (String table : tables(statement)) {
                rows.add(count(statement, table));
            }
        } catch (SQLException e) {
            findings.add(new Finding(Verdict.RED, "open", String.valueOf(e.getMessage())));
        }
        Verdict verdict = findings.stream().map(Finding::weight).reduce(Verdict.GREEN, Verdict::worse);
        return new LiveSight(verdict, LiveSight.State.READABLE, "wal", 4096, 0, findings, RowCounts.of(rows));
    }

    static Proof prove(Path file, ProofRequest request) {
        LiveSight sight = look(file);
        return new Proof(sight.verdict(), sight.findings(), sight.rows());
    }

    private static void check(Statement statement, List<Finding> findings) {
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(5)")) {
            while (rows.next()) {
                boolean ok = rows.getString(1).equals("ok");
                findings.add(new Finding(ok ? Verdict.GREEN : Verdict.RED, "quick_check", rows.getString(1)));
            }
        } catch (SQLException e) {
            findings.add(new Finding(Verdict.RED, "quick_check", String.valueOf(e.getMessage())));
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static TableRows count(Statement statement, String table) {
        long read = 0;
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                read++;
            }
            return new TableRows.Counted(table, read);
        } catch (SQLException e) {
            return new TableRows.Partial(table, read, String.valueOf(e.getMessage()));
        }
    }
}
