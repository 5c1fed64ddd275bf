package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.store.age.AgeStore;
import dev.lifeboat.engine.store.age.Identities;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real Litestream 0.3 encrypted comes back with its identity, and only with it.
class EncryptedArchiveTest {
    @TempDir
    Path directory;

    private Path root;
    private JsonObject archive;

    @BeforeEach
    void unpack() throws Exception {
        Shared.require();
        root = Shared.unpack("v03-age", directory.resolve("v03-age"));
        archive = Shared.json("v03-age");
    }

    private Replica replica(Identities identities) {
        return new Replica(root, new GenerationsBackup(new AgeStore(new FileObjectStore(root), identities)));
    }

    private Identities identity() {
        return Identities.of(List.of(new Secret(archive.get("identity").getAsString())));
    }

    @Test
    void withTheIdentityItIsRestoredByteForByte() throws Exception {
        JsonObject expected = archive.getAsJsonArray("restores").get(0).getAsJsonObject();
        assertThat(replica(identity()).restore(RestoreTarget.latest(), directory.resolve("out.db")))
                .isInstanceOfSatisfying(
                        RestoreOutcome.Restored.class,
                        restored -> assertThat(restored.sha256())
                                .isEqualTo(expected.get("sha256").getAsString()));
    }

    @Test
    void withoutItTheObjectIsNamedAndNothingIsWritten() {
        Path output = directory.resolve("out.db");
        assertThatThrownBy(() -> replica(Identities.NONE).restore(RestoreTarget.latest(), output))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.STORE_DENIED);
                    assertThat(e.problem().message()).startsWith("generations/").contains("encrypted with age");
                });
        assertThat(output).doesNotExist();
        assertThat(directory.toFile().list()).containsExactly("v03-age");
    }

    /// S4: a flip is seen by the cipher, and the object named.
    @Test
    void aFlippedBitIsDamage() throws Exception {
        Path segment;
        try (Stream<Path> files = Files.walk(root)) {
            segment = files.filter(file -> file.toString().endsWith(".wal.lz4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 20] ^= 4;
        segment.toFile().setWritable(true);
        Files.write(segment, bytes);
        assertThat(replica(identity()).restore(RestoreTarget.latest(), directory.resolve("out.db")))
                .isInstanceOfSatisfying(
                        RestoreOutcome.Refused.class,
                        refused -> assertThat(refused.problem().objects())
                                .containsExactly(root.relativize(segment).toString()));
    }
}
