package dev.lifeboat.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `verify` as a process: what it says, its exit status, and that the store stays as it is; RS-4 of a
/// configured output.
class VerifyIT {
    @TempDir
    Path scratch;

    private SmallReplica small;

    @BeforeEach
    void setUp() throws Exception {
        small = SmallReplica.make(scratch);
    }

    private Lifeboat.Ended verify(String... further) throws Exception {
        Path database = scratch.resolve("source/app.db");
        List<Object> arguments = new ArrayList<>(List.of("verify", "-config", small.configuration(database)));
        arguments.addAll(List.of(further));
        arguments.add(database);
        return small.lifeboat().run(arguments.toArray());
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(small.root())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void aSoundBackupEndsWithZeroAtEveryLevelAndStaysAsItIs() throws Exception {
        List<Path> before = objects();
        for (String level : List.of("list", "chain", "bytes", "restore")) {
            Lifeboat.Ended ended = verify("--level", level).orFail("verify --level " + level);
            assertThat(ended.output()).contains("result      sound", "level       " + level);
        }
        assertThat(objects()).isEqualTo(before);
        assertThat(small.state().resolve("scratch"))
                .as("nothing is left in scratch")
                .isEmptyDirectory();
        assertThat(verify("--level", "restore", "--json").output())
                .contains("\"outcome\":\"sound\"", "\"verdict\":\"green\"", "\"broken\":[]");
    }

    /// Killed where it gives its scratch file its last bytes, and run again.
    @Test
    void whatAKilledVerifyLeftInScratchIsGoneAfterTheNextOne() throws Exception {
        Tool.assumeInstalled("strace");
        Path database = scratch.resolve("source/app.db");
        String[] killing = {
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=SIGKILL:when=1"
        };
        Lifeboat.Ended killed = small.lifeboat()
                .with(Map.of(), killing)
                .runWithPrefix("verify", "-config", small.configuration(database), "--level", "restore", database);
        assertThat(killed.status()).isNotZero();
        assertThat(small.state().resolve("scratch")).isNotEmptyDirectory();

        verify("--level", "restore").orFail("verify");
        assertThat(small.state().resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aFlippedBitIsNamedAndEndsWithThree() throws Exception {
        Path snapshot = objects().stream()
                .filter(file -> file.toString().contains("/snapshots/"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 4;
        Files.write(snapshot, bytes);

        assertThat(verify("--level", "list").status()).isZero();
        Lifeboat.Ended ended = verify("--level", "bytes");
        assertThat(ended.status()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output())
                .contains("damaged     generations/", "/" + snapshot.getFileName(), "error: 1 object is not as it")
                .contains("nothing was changed", "next:  lifeboat points ");
    }

    @Test
    void nothingThereIsThreeAndAWrongWordTwo() throws Exception {
        Lifeboat.Ended nothing = small.lifeboat().run("verify", "file://" + scratch.resolve("nowhere"));
        assertThat(nothing.status()).as(nothing.output()).isEqualTo(3);
        assertThat(verify("--level", "deep").status()).isEqualTo(2);
    }

    /// RS-4: what the configuration says of the database's owner and mode holds for a restore of it.
    @Test
    void aRestoreToTheConfiguredPathHasTheConfiguredOwnerAndMode() throws Exception {
        Tool.assumeRoot();
        Path database = Files.createDirectories(scratch.resolve("owned")).resolve("app.db");
        Path configuration = small.configuration(database, "owner: \"1234:2345\"", "mode: \"0640\"");

        small.lifeboat().run("restore", "-config", configuration, database).orFail("restore");

        assertThat(Files.readAttributes(database, "unix:uid,gid,mode"))
                .isEqualTo(Map.of("uid", 1234, "gid", 2345, "mode", 0100640));
        Path copy = scratch.resolve("copy.db");
        small.lifeboat()
                .run("restore", "-config", configuration, "-o", copy, database)
                .orFail("restore");
        assertThat(Files.getAttribute(copy, "unix:mode"))
                .as("a copy is nobody else's")
                .isEqualTo(0100600);
    }
}
