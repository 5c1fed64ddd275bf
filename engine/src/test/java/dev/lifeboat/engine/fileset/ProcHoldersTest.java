package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcHoldersTest {
    @TempDir
    Path directory;

    private FileSet set;

    @BeforeEach
    void setUp() throws Exception {
        Databases.make(directory.resolve("app.db"), 10);
        set = FileSet.resolve(directory.resolve("app.db"));
    }

    private static void requireSightOfAll(Holders holders) {
        Assumptions.assumeFalse(holders instanceof Holders.Unknown, "needs the right to see all processes (root)");
    }

    @Test
    void nobodyHoldsAFileThatNobodyHasOpen() throws Exception {
        Holders holders = new ProcHolders().scan(set);

        requireSightOfAll(holders);
        assertThat(holders).isInstanceOf(Holders.None.class);
    }

    @Test
    void aChildThatHasTheFileOpenIsNamedWithPidAndCommand() throws Exception {
        Process child = new ProcessBuilder("tail", "-f", set.database().toString()).start();
        try {
            awaitOpen(child);

            assertThat(new ProcHolders().scan(set))
                    .isInstanceOfSatisfying(
                            Holders.Held.class,
                            held -> assertThat(held.holders()).anySatisfy(holder -> {
                                assertThat(holder.pid()).isEqualTo(child.pid());
                                assertThat(holder.command()).contains("tail -f");
                            }));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFileIsHeldUnderWhateverNameItWasOpened() throws Exception {
        Path other = Files.createLink(directory.resolve("other name"), set.database());
        Process child = new ProcessBuilder("tail", "-f", other.toString()).start();
        try {
            awaitOpen(child);
            Files.delete(other);

            assertThat(new ProcHolders().scan(set)).isInstanceOf(Holders.Held.class);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aHolderInThisProcessCountsToo() throws Exception {
        try (FileChannel _ = FileChannel.open(set.database(), StandardOpenOption.READ)) {
            assertThat(new ProcHolders().scan(set)).isInstanceOf(Holders.Held.class);
        }
    }

    @Test
    void anIdleApplicationInWalModeShowsByItsLockAlone() throws Exception {
        Process sqlite = new ProcessBuilder("sqlite3", set.database().toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(sqlite.getInputStream(), StandardCharsets.UTF_8))) {
            sqlite.getOutputStream().write("SELECT count(*) FROM t;\n".getBytes(StandardCharsets.UTF_8));
            sqlite.getOutputStream().flush();
            assertThat(output.readLine()).isEqualTo("10");

            Holders holders = new ProcHolders().scan(Set.of(), List.of(set.database()));

            assertThat(holders)
                    .isInstanceOfSatisfying(
                            Holders.Held.class,
                            held -> assertThat(held.holders().getFirst().pid()).isEqualTo(sqlite.pid()));
        } finally {
            sqlite.destroyForcibly().waitFor();
        }
    }

    @Test
    void theKernelKnowsOfHoldersThatWeCannotLookAt() throws Exception {
        assertThat(Libc.isOpenNowhereElse(set.database())).isTrue();
        Process child = new ProcessBuilder("tail", "-f", set.database().toString()).start();
        try {
            awaitOpen(child);

            assertThat(Libc.isOpenNowhereElse(set.database())).isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(Libc.isOpenNowhereElse(set.database())).isTrue();
    }

    @Test
    void withoutProcTheAnswerIsUnknown() throws Exception {
        assertThat(new ProcHolders(directory.resolve("no proc")).scan(set)).isInstanceOf(Holders.Unknown.class);
    }

    @Test
    void aLineOfMapsGivesDeviceAndInode() {
        String line = "7f4e98000000-7f4e98021000 r--s 00000000 fd:01 131123                     /data/my app.db-shm";

        assertThat(Mapping.parse(line)).contains(new Mapping(0xfd01, 131123, Path.of("/data/my app.db-shm")));
        assertThat(Mapping.parse("7ffd1d5e9000-7ffd1d60a000 rw-p 00000000 00:00 0          [stack]"))
                .isEmpty();
    }

    /// `tail -f` has opened the file as soon as it has printed its first byte.
    private static void awaitOpen(Process child) throws Exception {
        assertThat(child.getInputStream().read()).isNotNegative();
    }
}
