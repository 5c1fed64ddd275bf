package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RS-4 with what administrators really set: `setfacl` and `setfattr` are the witnesses.
class OwnershipTest {
    @TempDir
    Path directory;

    private Path old;
    private Path fresh;

    @BeforeEach
    void setUp() throws Exception {
        for (String tool : List.of("setfacl", "getfacl", "setfattr")) {
            assumeTrue(
                    Arrays.stream(System.getenv("PATH").split(":"))
                            .anyMatch(each -> Files.isExecutable(Path.of(each, tool))),
                    tool + " is not installed");
        }
        old = Files.createFile(directory.resolve("old.db"));
        fresh = Files.createFile(directory.resolve("fresh.db"));
        run("chmod", "0660", old.toString());
        run("setfacl", "-m", "u:65534:rw,g:65533:r", old.toString());
        run("setfattr", "-n", "user.note", "-v", "mine", old.toString());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, () -> String.join(" ", command) + ": " + output);
        return output;
    }

    private static String list(Path file) throws Exception {
        return run("getfacl", "-ncEp", file.toString());
    }

    @Test
    void theAccessListAndAttributesOfTheOldFileGoToTheNewOne() throws Exception {
        Ownership wanted = OwnershipChange.none().appliedTo(Ownership.of(old));
        wanted.applyTo(fresh);

        assertThat(wanted.differences(Ownership.of(fresh))).isEmpty();
        assertThat(list(fresh)).isEqualTo(list(old)).contains("user:65534:rw-");
    }

    @Test
    void aModeFromTheConfigurationLimitsTheAccessListAsChmodDoes() throws Exception {
        Ownership wanted = new OwnershipChange(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0640))
                .appliedTo(Ownership.of(old));
        wanted.applyTo(fresh);

        assertThat(wanted.differences(Ownership.of(fresh))).isEmpty();
        run("chmod", "0640", old.toString());
        assertThat(list(fresh)).isEqualTo(list(old)).contains("mask::r--");
    }

    @Test
    void whatTheDirectoryGivesToEveryNewFileIsTakenAwayAgain() throws Exception {
        run("setfacl", "-d", "-m", "u:65534:rwx", directory.toString());
        Path inherited = Files.createFile(directory.resolve("inherited.db"));
        assertThat(list(inherited)).contains("user:65534");
        Ownership plain = Ownership.of(fresh);

        assertThat(plain.differences(Ownership.of(inherited))).isNotEmpty();
        plain.applyTo(inherited);

        assertThat(plain.differences(Ownership.of(inherited))).isEmpty();
        assertThat(list(inherited)).isEqualTo(list(fresh));
    }
}
