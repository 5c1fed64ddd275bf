package dev.lifeboat.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.ProofRequest.Check;
import dev.lifeboat.engine.proof.ProofRequest.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The hazards of product.md 7, to most of which `integrity_check` says ok: the verdict and its first reason.
class HazardTest {
    private static final String[] MORE = {
        "CREATE TABLE events(id INTEGER PRIMARY KEY, created_at TEXT)",
        "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<100)"
                + " INSERT INTO events(created_at) SELECT datetime('2026-01-01', '+' || i || ' hours') FROM c",
        "CREATE TABLE lines(id INTEGER PRIMARY KEY, event INTEGER REFERENCES events(id) ON DELETE CASCADE)",
        "INSERT INTO lines(event) SELECT 1 + id % 100 FROM orders",
        "CREATE VIRTUAL TABLE found USING fts5(name, content='customers', content_rowid='id')",
        "INSERT INTO found(found) VALUES ('rebuild')",
        "CREATE VIRTUAL TABLE own USING fts5(text)",
        "INSERT INTO own(text) SELECT name FROM customers",
        "CREATE VIRTUAL TABLE bare USING fts5(text, content='')",
        "INSERT INTO bare(rowid, text) SELECT id, name FROM customers",
        "CREATE VIRTUAL TABLE four USING fts4(text)",
        "INSERT INTO four(text) SELECT name FROM customers",
        "CREATE TRIGGER later AFTER DELETE ON customers BEGIN SELECT 1; END"
    };

    @TempDir
    Path directory;

    private Path copy;
    private ProofRequest request;

    @BeforeEach
    void setUp() throws Exception {
        copy = directory.resolve("copy.db");
        Shop.make(copy, MORE);
        Contents before =
                prove(ProofRequest.everything(List.of(), Limits.thorough())).contents();
        request = ProofRequest.everything(List.of(Reference.before(before)), Limits.thorough());
    }

    private Proof prove(ProofRequest asked) {
        return new ProofBattery().prove(copy, asked);
    }

    private void isFirst(Verdict weight, String check, String text) {
        Proof proof = prove(request);
        assertThat(proof.verdict()).as("%s", proof.reasons()).isEqualTo(weight);
        assertThat(proof.reasons().getFirst()).isEqualTo(new Finding(weight, check, text));
    }

    @Test
    void aSoundCopyIsGreenInEveryCheckAndStaysAsItIs() throws Exception {
        byte[] bytes = Files.readAllBytes(copy);

        Proof proof = prove(request);

        assertThat(proof.reasons()).isEmpty();
        assertThat(proof.notMade()).isEmpty();
        assertThat(proof.findings())
                .extracting(Finding::check)
                .contains("quick_check", "integrity_check", "foreign_key_check", "rows", "schema")
                .contains("newest rows", "full-text index", "writable");
        assertThat(proof.findings()).contains(Finding.green("full-text index", "bare matches its text"));
        assertThat(proof.findings())
                .contains(Finding.green("newest rows", "events ends at row 100, created_at 2026-01-05 04:00:00"));
        assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
        assertThat(directory.toFile().list()).containsExactly("copy.db");
    }

    @Test
    void anEmptyCopy() throws Exception {
        Files.delete(copy);
        Shop.run(copy, "PRAGMA user_version=1");

        isFirst(Verdict.RED, "empty copy", "there is not one table in it");
    }

    @Test
    void anEmptiedTable() throws Exception {
        Shop.run(copy, "DELETE FROM \"odd \"\"name\"");

        isFirst(Verdict.AMBER, "rows", "odd \"name is empty, it had 2");
    }

    /// RS-3: what lay beside the old file replays itself over the restored one.
    @Test
    void aStaleWalBesideTheCopyAndOneThatHasReplayedItself() throws Exception {
        Path old = directory.resolve("old.db");
        Files.copy(copy, old);
        Path wal = directory.resolve("copy.db-wal");
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.create(old).text());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE events SET created_at = '2025-12-31 00:00:00' WHERE id > 40");
            Files.copy(directory.resolve("old.db-wal"), wal);
        }

        Proof beside = prove(request);
        assertThat(beside.verdict()).isEqualTo(Verdict.AMBER);
        assertThat(beside.reasons().getFirst().text()).contains("a -wal of", "was read as a part of it");
        assertThat(beside.notMade()).hasSize(1);

        Shop.run(copy, "PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(Files.exists(wal)).isFalse();
        isFirst(
                Verdict.AMBER,
                "newest rows",
                "events ends at row 100, created_at 2026-01-02 16:00:00, before it is row 100,"
                        + " created_at 2026-01-05 04:00:00");
    }

    @Test
    void rowsLostByCascade() throws Exception {
        Shop.run(copy, "PRAGMA foreign_keys=ON", "DELETE FROM events WHERE id = 7");

        isFirst(Verdict.AMBER, "rows", "events 99, 1 fewer than the 100 before");
        assertThat(prove(request).findings())
                .contains(Finding.green("integrity_check", "ok"))
                .contains(Finding.amber(
                        "rows", "lines 4950, 50 fewer than the 5000 before; they go with their row in events"));
    }

    @Test
    void brokenForeignKeysByTableWithTheirFirstRows() throws Exception {
        Shop.run(copy, "PRAGMA foreign_keys=OFF", "UPDATE lines SET event = 1000 WHERE id IN (3, 5, 8, 13)");

        isFirst(Verdict.AMBER, "foreign_key_check", "4 lines rows without their row in events (rowid 3, 5, 8, …)");
    }

    @Test
    void aFullTextIndexThatDoesNotMatchTheTableItIndexes() throws Exception {
        Shop.run(copy, "UPDATE customers SET name = 'somebody' WHERE id = 7");

        isFirst(
                Verdict.AMBER,
                "full-text index",
                "found does not match its text, search may miss rows; it can be rebuilt");
        assertThat(directory.toFile().list()).containsExactly("copy.db");
    }

    /// SQLite lists it among the damage; the file is whole, and a restore of it must not be refused.
    @Test
    void aFullTextIndexThatDoesNotMatchItsOwnTextIsNoDamage() throws Exception {
        Shop.run(copy, "UPDATE own_content SET c0 = 'else' WHERE id = 7", "UPDATE four_content SET c0text = 'else'");

        Proof proof = prove(request);

        assertThat(proof.verdict()).as("%s", proof.reasons()).isEqualTo(Verdict.AMBER);
        assertThat(proof.reasons())
                .extracting(Finding::check, Finding::text)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                "full-text index",
                                "own does not match its text, search may miss rows; it can be rebuilt"),
                        org.assertj.core.groups.Tuple.tuple(
                                "full-text index",
                                "four does not match its text, search may miss rows; it can be rebuilt"));
    }

    @Test
    void schemaDriftIsNamed() throws Exception {
        Shop.run(
                copy,
                "DROP INDEX orders_customer",
                "DROP TRIGGER later",
                "ALTER TABLE events ADD COLUMN place TEXT",
                "CREATE INDEX by_note ON orders(note)");

        isFirst(Verdict.AMBER, "schema", "index orders_customer removed, compared with before");
        assertThat(prove(request).reasons())
                .extracting(Finding::text)
                .containsExactly(
                        "index orders_customer removed, compared with before",
                        "trigger later removed, compared with before",
                        "index by_note added, compared with before",
                        "table events changed, compared with before");
    }

    @Test
    void aMissingTableIsRedBeforeAllElse() throws Exception {
        Shop.run(copy, "DROP TABLE lines");

        isFirst(Verdict.RED, "rows", "lines is missing, before it had 5000");
    }

    @Test
    void checksOfTheOperatorsOwn() {
        Instant moment = Instant.parse("2026-01-05T05:00:00Z");
        List<UserCheck> checks = List.of(
                new UserCheck("customers", "SELECT count(*) > 0 FROM customers", Optional.empty()),
                new UserCheck("many", "SELECT count(*) > 1000 FROM customers", Optional.empty()),
                new UserCheck("fresh", "SELECT max(created_at) FROM events", Optional.of(Duration.ofHours(2))),
                new UserCheck("fresher", "SELECT max(created_at) FROM events", Optional.of(Duration.ofMinutes(5))),
                new UserCheck("wrong", "SELECT nothing FROM nowhere", Optional.empty()),
                new UserCheck("writes", "DELETE FROM customers", Optional.empty()));

        Proof proof = prove(request.withUserChecks(checks, moment));

        assertThat(proof.findings())
                .contains(Finding.green("check customers", "holds"))
                .contains(Finding.red("check many", "does not hold: 0"))
                .contains(Finding.green("check fresh", "2026-01-05 04:00:00 is 3600 s before 2026-01-05T05:00:00Z"))
                .contains(Finding.amber(
                        "check fresher", "2026-01-05 04:00:00 is 3600 s before 2026-01-05T05:00:00Z, more than 300 s"))
                .anyMatch(each -> each.check().equals("check wrong") && each.weight() == Verdict.RED)
                .anyMatch(each -> each.check().equals("check writes") && each.weight() == Verdict.RED);
        assertThat(proof.rows().of("customers")).contains(new TableRows.Counted("customers", 50));
    }

    @Test
    void anOwnerWhoCouldNotWriteIsAmber() {
        Belonging theirs = new Belonging(12345, 12345, 0400, directory);

        Proof proof = prove(request.withBelonging(theirs));

        assertThat(proof.verdict()).isEqualTo(Verdict.AMBER);
        assertThat(proof.reasons())
                .extracting(Finding::text)
                .anyMatch(text -> text.contains("mode 0400 does not let its owner 12345:12345 read and write"))
                .anyMatch(text -> text.contains("cannot make a -wal or -journal in " + directory));
    }

    @Test
    void whatTimeOrSizeDoNotAllowIsSaid() {
        Proof late = prove(ProofRequest.everything(List.of(), new Limits(Duration.ZERO, Long.MAX_VALUE)));
        assertThat(late.verdict()).isEqualTo(Verdict.AMBER);
        assertThat(late.reasons().getFirst().text()).contains("was not finished in the 0 s");

        Proof large = prove(ProofRequest.everything(List.of(), new Limits(Duration.ofMinutes(1), 1000)));
        assertThat(large.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(large.notMade().getFirst()).startsWith("integrity_check was not made");
        assertThat(large.findings()).extracting(Finding::check).doesNotContain("integrity_check");
    }

    @Test
    void whatTheLiveDatabaseHasIsComparedToo() throws Exception {
        Path live = directory.resolve("live.db");
        Shop.make(live, MORE);
        Shop.run(live, "DELETE FROM orders WHERE id <= 10", "INSERT INTO orders(customer) SELECT 1 FROM events");
        Contents now = new LiveLook().look(live).contents();

        Proof proof = new ProofBattery()
                .prove(
                        copy,
                        new ProofRequest(
                                EnumSet.of(Check.ROW_COUNTS, Check.SCHEMA, Check.NEWEST_ROWS),
                                List.of(Reference.live(now)),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Limits.standard()));

        assertThat(proof.reasons())
                .extracting(Finding::text)
                .containsExactly(
                        "orders 5000, 90 fewer than the 5090 live", "orders ends at row 5000, live it is row 5100");
    }
}
