package dev.lifeboat.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofBatteryTest {
    @TempDir
    Path directory;

    private Path copy;
    private RowCounts before;
    private final ProofBattery battery = new ProofBattery();

    @BeforeEach
    void setUp() throws Exception {
        copy = directory.resolve("copy.db");
        Shop.make(copy);
        before = battery.prove(copy, ProofRequest.everything(RowCounts.unknown()))
                .rows();
    }

    @Test
    void aSoundCopyWithAllItsRowsIsGreenAndNothingAppearsBesideIt() throws Exception {
        byte[] bytes = Files.readAllBytes(copy);

        Proof proof = battery.prove(copy, ProofRequest.everything(before));

        assertThat(proof.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(proof.rows().of("orders")).contains(new TableRows.Counted("orders", 5000));
        assertThat(proof.rows().of("odd \"name")).contains(new TableRows.Counted("odd \"name", 2));
        assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
        assertThat(directory.toFile().list()).containsExactly("copy.db");
    }

    @Test
    void anEmptyCopyIsRedThoughIntegrityCheckSaysOk() throws Exception {
        Path empty = directory.resolve("empty.db");
        Shop.run(empty, "PRAGMA user_version=1");

        Proof proof = battery.prove(empty, ProofRequest.everything(before));

        assertThat(proof.findings()).contains(Finding.green("integrity_check", "ok"));
        assertThat(proof.verdict()).isEqualTo(Verdict.RED);
        assertThat(proof.findings()).anyMatch(finding -> finding.check().equals("empty copy"));
    }

    @Test
    void tablesWithoutAnyRowAreRedEvenWithNothingToCompareWith() throws Exception {
        Shop.run(copy, "DELETE FROM orders", "DELETE FROM customers", "DELETE FROM \"odd \"\"name\"");

        assertThat(battery.prove(copy, ProofRequest.everything(RowCounts.unknown()))
                        .verdict())
                .isEqualTo(Verdict.RED);
    }

    @Test
    void aMissingTableIsRed() throws Exception {
        Shop.run(copy, "DROP TABLE orders");

        assertThat(battery.prove(copy, ProofRequest.everything(before)).verdict())
                .isEqualTo(Verdict.RED);
    }

    @Test
    void fewerRowsThanBeforeAndAnEmptiedTableAreAmberWithTheirNumbers() throws Exception {
        Shop.run(copy, "DELETE FROM orders WHERE id > 4990", "DELETE FROM \"odd \"\"name\"");

        Proof proof = battery.prove(copy, ProofRequest.everything(before));

        assertThat(proof.verdict()).isEqualTo(Verdict.AMBER);
        assertThat(proof.findings())
                .contains(Finding.amber("rows", "orders 4990, 10 fewer than the 5000 before"))
                .contains(Finding.amber("rows", "odd \"name is empty, it had 2"));
    }

    @Test
    void moreRowsThanCouldStillBeReadIsGreen() {
        RowCounts partly = RowCounts.of(List.of(new TableRows.Partial("orders", 1200, "malformed")));

        assertThat(battery.prove(copy, ProofRequest.everything(partly)).verdict())
                .isEqualTo(Verdict.GREEN);
    }

    @Test
    void aDamagedPageIsRedAndTheOtherTablesAreCounted() throws Exception {
        Shop.damage(copy);

        Proof proof = battery.prove(copy, ProofRequest.everything(before));

        assertThat(proof.verdict()).isEqualTo(Verdict.RED);
        assertThat(proof.rows().of("customers")).contains(new TableRows.Counted("customers", 50));
        assertThat(proof.rows().of("orders"))
                .hasValueSatisfying(orders -> assertThat(orders)
                        .isInstanceOfSatisfying(
                                TableRows.Partial.class,
                                partial -> assertThat(partial.readable()).isBetween(1000L, 4999L)));
    }

    @Test
    void orphansAreAmber() throws Exception {
        Shop.run(copy, "PRAGMA foreign_keys=OFF", "DELETE FROM customers WHERE id = 7");

        Proof proof = battery.prove(copy, ProofRequest.everything(RowCounts.unknown()));

        assertThat(proof.verdict()).isEqualTo(Verdict.AMBER);
        assertThat(proof.findings())
                .contains(Finding.amber(
                        "foreign_key_check", "100 orders rows without their row in customers (rowid 6, 56, 106, …)"));
    }

    @Test
    void whatIsNoDatabaseIsARedProofAndNoException() throws Exception {
        Path text = Files.writeString(directory.resolve("text.db"), "this is not a database, it is a text".repeat(50));
        Path nothing = Files.createFile(directory.resolve("nothing.db"));

        assertThat(battery.prove(text, ProofRequest.quick()).verdict()).isEqualTo(Verdict.RED);
        assertThat(battery.prove(nothing, ProofRequest.quick()).verdict()).isEqualTo(Verdict.RED);
        assertThat(battery.prove(directory.resolve("absent.db"), ProofRequest.quick())
                        .verdict())
                .isEqualTo(Verdict.RED);
    }

    @Test
    void aNameThatLooksLikeParametersIsANameOnly() throws Exception {
        Path odd = directory.resolve("x.db?enable_load_extension=true&mode=memory");
        Files.copy(copy, odd);

        assertThat(battery.prove(odd, ProofRequest.everything(before)).verdict())
                .as("SE-6")
                .isEqualTo(Verdict.GREEN);
    }

    @Test
    void whatNeedsTheApplicationsOwnFunctionsIsAmberAndSaysSo() throws Exception {
        Shop.withOwnWords(
                copy,
                "CREATE TABLE checked(v TEXT CHECK (shop_word(v) = 1))",
                "INSERT INTO checked VALUES ('a')",
                "CREATE INDEX by_word ON customers(shop_word(name))");

        Proof proof = battery.prove(copy, ProofRequest.everything(RowCounts.unknown()));

        assertThat(proof.verdict()).as("%s", proof.findings()).isEqualTo(Verdict.AMBER);
        assertThat(proof.findings())
                .anyMatch(finding -> finding.weight() == Verdict.AMBER
                        && finding.check().equals("integrity_check")
                        && finding.text().contains("shop_word"));
    }

    @Test
    void damageIsSeenBehindACheckConstraintThatCannotBeEvaluatedHere() throws Exception {
        Shop.withOwnWords(
                copy, "CREATE TABLE checked(v TEXT CHECK (shop_word(v) = 1))", "INSERT INTO checked VALUES ('a')");
        Shop.damage(copy);

        assertThat(battery.prove(copy, ProofRequest.quick()).verdict()).isEqualTo(Verdict.RED);
    }
}
