package dev.lifeboat.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.SqliteUrl;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCopyTest {
    @TempDir
    Path directory;

    @Test
    void theCopyIsTheMomentInWhichNobodyWroteAndItsPagesAreTheSame() throws Exception {
        Path file = directory.resolve("shop.db");
        Shop.make(file);
        Path first = directory.resolve("first.db");
        Path second = directory.resolve("second.db");
        try (Connection application =
                        DriverManager.getConnection(SqliteUrl.readWrite(file).text());
                Statement statement = application.createStatement()) {
            statement.execute("INSERT INTO customers(name) VALUES ('in the -wal')");
            byte[] database = Files.readAllBytes(file);
            byte[] wal = Files.readAllBytes(directory.resolve("shop.db-wal"));
            assertThat(wal).isNotEmpty();

            new LiveCopy().make(file, first, () -> new HastyWriter(file).requireLocked());
            new LiveCopy().make(file, second, () -> {});

            assertThat(Files.readAllBytes(file)).isEqualTo(database);
            assertThat(Files.readAllBytes(directory.resolve("shop.db-wal"))).isEqualTo(wal);
        }
        assertThat(new PageComparer().compare(first, second).same()).isTrue();
        assertThat(new PageComparer().compare(file, first).same())
                .as("the application closed last, so its file has it all now")
                .isTrue();
        assertThat(new ProofBattery()
                        .prove(first, ProofRequest.everything(RowCounts.unknown()))
                        .rows()
                        .of("customers"))
                .contains(new TableRows.Counted("customers", 51));
    }

    @Test
    void aPageThatDiffersIsNamed() throws Exception {
        Path one = directory.resolve("one.db");
        Shop.make(one);
        Path other = Files.copy(one, directory.resolve("other.db"));
        try (RandomAccessFile raw = new RandomAccessFile(other.toFile(), "rw")) {
            raw.seek(4096 * 6 + 100);
            raw.write(7);
        }

        PageComparison comparison = new PageComparer().compare(one, other);

        assertThat(comparison.same()).isFalse();
        assertThat(comparison.differing()).containsExactly(new PageNumber(7));
        assertThat(comparison.pages()).isEqualTo(Files.size(one) / 4096);
    }
}
