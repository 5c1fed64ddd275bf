package dev.lifeboat.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.LiveSight.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveLookTest {
    @TempDir
    Path directory;

    private final LiveLook look = new LiveLook();

    private Path shop() throws Exception {
        Path file = directory.resolve("shop.db");
        Shop.make(file);
        return file;
    }

    @Test
    void aSoundDatabaseIsGreenWithItsRowsWhileAnApplicationWrites() throws Exception {
        Path file = shop();
        try (Connection application =
                        DriverManager.getConnection(SqliteUrl.readWrite(file).text());
                Statement statement = application.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO customers(name) VALUES ('not yet committed')");

            LiveSight sight = look.look(file);

            assertThat(sight.verdict()).isEqualTo(Verdict.GREEN);
            assertThat(sight.journalMode()).isEqualTo("wal");
            assertThat(sight.pageSizeBytes()).isEqualTo(4096);
            assertThat(sight.rows().of("customers")).contains(new TableRows.Counted("customers", 50));
            statement.execute("COMMIT");
        }
    }

    @Test
    void aDamagedTableIsNamedAndTheOthersAreCounted() throws Exception {
        Path file = shop();
        Shop.damage(file);
        byte[] bytes = Files.readAllBytes(file);

        LiveSight sight = look.look(file);

        assertThat(sight.verdict()).isEqualTo(Verdict.RED);
        assertThat(sight.rows().of("customers")).contains(new TableRows.Counted("customers", 50));
        assertThat(sight.rows().of("orders").orElseThrow()).isInstanceOf(TableRows.Partial.class);
        assertThat(sight.findings()).anyMatch(finding -> finding.text().startsWith("orders breaks off"));
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    /// A look at a database under load keeps its WAL from being checkpointed no longer than it may.
    @Test
    void aLookWithALimitLeavesOffAndCallsNothingDamaged() throws Exception {
        Path file = directory.resolve("large.db");
        try (Connection application =
                        DriverManager.getConnection(SqliteUrl.create(file).text());
                Statement statement = application.createStatement()) {
            statement.execute("CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " LIMIT 300000) SELECT i, zeroblob(20) AS bytes FROM n");
        }

        LiveSight sight = LiveLook.within(Duration.ofNanos(1)).look(file);

        assertThat(sight.state()).isEqualTo(State.READABLE);
        assertThat(sight.verdict()).isEqualTo(Verdict.AMBER);
        assertThat(sight.findings())
                .extracting(Finding::text)
                .containsExactly("left off: reading all of it takes too long for a look");
        assertThat(sight.rows()).isEqualTo(RowCounts.unknown());
        assertThat(sight.pageSizeBytes()).isEqualTo(4096);
        assertThat(LiveLook.within(Duration.ofNanos(1)).look(shop()).verdict())
                .as("a small one is read to its end")
                .isEqualTo(Verdict.GREEN);
        assertThat(LiveLook.within(Duration.ofMinutes(5)).look(file).rows().of("large"))
                .contains(new TableRows.Counted("large", 300_000));
    }

    /// The pages are what takes time on a cold disk, however few rows they hold.
    @ParameterizedTest
    @ValueSource(ints = {4_000, 100_000})
    void aLookWithALimitLeavesOffAmongManyPagesOfFewRows(int bytesOfARow) throws Exception {
        Path file = directory.resolve("pages.db");
        try (Connection application =
                        DriverManager.getConnection(SqliteUrl.create(file).text());
                Statement statement = application.createStatement()) {
            statement.execute("CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " LIMIT " + (17 << 20) / bytesOfARow + ") SELECT zeroblob(" + bytesOfARow + ") AS bytes FROM n");
        }

        LiveSight sight = LiveLook.within(Duration.ofNanos(1)).look(file);

        assertThat(sight.findings())
                .extracting(Finding::text)
                .containsExactly("left off: reading all of it takes too long for a look");
        assertThat(look.look(file).verdict()).isEqualTo(Verdict.GREEN);
    }

    @Test
    void lookingCreatesNoDatabaseWhereOnlyAWalIsLeft() throws Exception {
        Path file = directory.resolve("gone.db");
        Path wal = Files.writeString(directory.resolve("gone.db-wal"), "the last frames");

        assertThat(look.look(file).state()).as("DB-2").isEqualTo(State.MISSING_WITH_WAL);
        assertThat(wal).hasContent("the last frames");
        assertThat(file).doesNotExist();
    }

    @Test
    void eachStateHasItsName() throws Exception {
        Path encrypted = Files.write(directory.resolve("encrypted.db"), new byte[8192]);
        Files.writeString(encrypted, "not the magic of SQLite at all".repeat(300));

        assertThat(look.look(directory.resolve("none.db")).state()).isEqualTo(State.MISSING);
        assertThat(look.look(Files.createFile(directory.resolve("empty.db"))).state())
                .isEqualTo(State.EMPTY);
        assertThat(look.look(encrypted).state()).isEqualTo(State.NOT_A_DATABASE);
    }
}
