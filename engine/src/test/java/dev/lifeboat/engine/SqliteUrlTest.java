package dev.lifeboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqliteUrlTest {
    @Test
    void namesThatLookLikeOptionsStayNames() {
        assertThat(SqliteUrl.readOnly(Path.of("/d/x.db?enable_load_extension=true#&%41 ü"))
                        .text())
                .as("SE-6")
                .isEqualTo("jdbc:sqlite:file:/d/x.db%3Fenable_load_extension%3Dtrue%23%26%2541%20%C3%BC?mode=ro");
    }
}
