package dev.lifeboat.engine.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.store.StoreUrl;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A key never becomes a path (SE-9): names of files are made by rule, and places are URLs that lead back.
class OutputNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prod/shop.sqlite3 | shop.sqlite3",
                "prod/shop | shop.db",
                "app.db-wal | app.db-wal.db",
                "lifeboat.yml | lifeboat.yml.db",
                "x/..hidden.db | hidden.db",
                "x/-rf.db | rf.db",
                "x/.db | db.db",
                "x/a b$c;d.db | a_b_c_d.db",
                "x/äöü | ___.db",
                "x/... | database.db"
            })
    void aNameIsMadeOfTheLastPart(String root, String expected) {
        assertThat(OutputNames.name(root)).isEqualTo(expected);
    }

    @Test
    void collisionsAreNumberedWhateverTheCase() {
        assertThat(OutputNames.of(List.of("", "a/x.db", "b/X.db", "c/x.db", "d/x"), "bucket"))
                .containsEntry("", "bucket.db")
                .containsEntry("a/x.db", "x.db")
                .containsEntry("b/X.db", "X-2.db")
                .containsEntry("c/x.db", "x-3.db")
                .containsEntry("d/x", "x-4.db");
    }

    @Test
    void aPlaceIsAUrlThatLeadsExactlyThere() {
        Places places = new Places(StoreUrl.parse("s3://acme/prod?endpoint=http://127.0.0.1:9000"));
        assertThat(places.urlOf("")).contains("s3://acme/prod?endpoint=http://127.0.0.1:9000");
        assertThat(places.urlOf("a b/c+d%?#$.db"))
                .contains("s3://acme/prod/a%20b/c%2Bd%25%3F%23%24.db?endpoint=http://127.0.0.1:9000");
        assertThat(new Places(StoreUrl.parse("file:///srv/backups")).urlOf("a/b.db"))
                .contains("file:///srv/backups/a/b.db");
    }
}
