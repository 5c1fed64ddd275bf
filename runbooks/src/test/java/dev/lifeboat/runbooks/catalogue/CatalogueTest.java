package dev.lifeboat.runbooks.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    private static final Set<String> STEPS = Set.of(
            "look", "stop", "quiet", "save", "choose", "restore", "prove", "place", "start", "health", "resume",
            "report");

    private static final String LOOK = """
            id: glance
            number: 9
            title: Only look
            when: always
            lines:
              - title: Look
                steps: [look]
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void corruptionHasEightLinesOverTwelveSteps() {
        Runbook corruption = new Catalogue(List.of(), STEPS).named("corruption");
        assertThat(corruption.lines()).hasSize(8);
        assertThat(corruption.lines().stream().flatMap(line -> line.steps().stream()))
                .hasSize(12);
    }

    @Test
    void aRunbookOfTheUserIsListed() throws IOException {
        write(LOOK);
        assertThat(catalogue().all())
                .extracting(runbook -> runbook.info().id())
                .containsExactly("corruption", "glance");
    }

    /// RB-9.
    @Test
    void aRunbookThatOthersCanWriteIsRefused() throws IOException {
        Path file = write(LOOK);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> catalogue().all())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not trusted");
    }

    @Test
    void anUnknownStepAnUnknownKeyAndAnUnsafeOrderAreNamed() throws IOException {
        write(LOOK.replace("[look]", "[peek]"));
        assertThatThrownBy(() -> catalogue().all()).hasMessageContaining("unknown step peek");
        write(LOOK + "extra: 1\n");
        assertThatThrownBy(() -> catalogue().all()).hasMessageContaining("unknown key extra");
        write(LOOK.replace("[look]", "[look, place]"));
        assertThatThrownBy(() -> catalogue().all()).hasMessageContaining("needs stop before it");
    }

    private Catalogue catalogue() {
        return new Catalogue(List.of(directory), STEPS);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("glance.yaml"), text);
    }
}
