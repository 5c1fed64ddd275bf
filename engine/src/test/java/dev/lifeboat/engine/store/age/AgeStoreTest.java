package dev.lifeboat.engine.store.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.UnreadableObjectException;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgeStoreTest {
    /// More than two chunks of the cipher.
    private static final int LENGTH = 150_000;

    @TempDir
    Path root;

    private final byte[] plain = new byte[LENGTH];
    private KeyPair keys;
    private byte[] encrypted;

    @BeforeEach
    void encrypt() throws Exception {
        new Random(5).nextBytes(plain);
        keys = new X25519KeyPairGenerator().generateKeyPair();
        encrypted = encrypted(plain, keys);
    }

    private static byte[] encrypted(byte[] plain, KeyPair keys) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (WritableByteChannel channel = new StandardEncryptingChannelFactory()
                .newEncryptingChannel(
                        Channels.newChannel(out),
                        List.of(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(
                                keys.getPublic().toString())))) {
            channel.write(ByteBuffer.wrap(plain));
        }
        return out.toByteArray();
    }

    private AgeStore store(String... identities) {
        return new AgeStore(
                new FileObjectStore(root),
                Identities.of(List.of(identities).stream().map(Secret::new).toList()));
    }

    private byte[] read(AgeStore store) throws IOException {
        try (store;
                var in = store.open("a")) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatIsEncryptedComesOutPlainAndWhatIsPlainAsItIs() throws IOException {
        String identity = "# made today\n" + keys.getPrivate() + "\n";
        Files.write(root.resolve("a"), encrypted);
        assertThat(read(store(identity))).isEqualTo(plain);
        Files.write(root.resolve("a"), plain);
        assertThat(read(store(identity))).isEqualTo(plain);
        Files.write(root.resolve("a"), new byte[] {1, 2});
        assertThat(read(store())).containsExactly(1, 2);
    }

    @Test
    void anObjectThatNoIdentityOpensIsNamed() throws Exception {
        Files.write(root.resolve("a"), encrypted);
        String other =
                new X25519KeyPairGenerator().generateKeyPair().getPrivate().toString();
        for (AgeStore locked : List.of(store(), store(other))) {
            assertThatThrownBy(() -> read(locked)).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.STORE_DENIED);
                assertThat(e.problem().objects()).containsExactly("a");
                assertThat(e.problem().toString()).doesNotContain("AGE-SECRET-KEY");
            });
        }
    }

    @Test
    void aKeyThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> store("AGE-SECRET-KEY-1CANARY")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFIGURATION);
            assertThat(e.toString()).doesNotContain("CANARY");
        });
    }

    /// S3, S4: a cut at any place and a flip anywhere behind the head.
    @Test
    void aDamagedCipherIsRefused() throws Exception {
        String identity = keys.getPrivate().toString();
        Random random = new Random(6);
        int head = encrypted.length - LENGTH - 200;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = encrypted.clone();
            damaged[random.nextInt(head + 300, damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(root.resolve("a"), damaged);
            assertThatThrownBy(() -> read(store(identity))).isInstanceOf(UnreadableObjectException.class);
        }
        for (int length : List.of(30, 100, 200, encrypted.length - 65_000, encrypted.length - 1)) {
            Files.write(root.resolve("a"), java.util.Arrays.copyOf(encrypted, length));
            assertThatThrownBy(() -> read(store(identity)))
                    .as("cut at %d", length)
                    .isInstanceOfAny(UnreadableObjectException.class, ProblemException.class);
        }
    }

    /// A cut between two chunks of the cipher leaves only whole ones.
    @Test
    void aCipherWithoutItsLastChunkIsRefused() throws Exception {
        int last = LENGTH % (64 << 10) + 16;
        Files.write(root.resolve("a"), java.util.Arrays.copyOf(encrypted, encrypted.length - last));
        assertThatThrownBy(() -> read(store(keys.getPrivate().toString())))
                .isInstanceOf(UnreadableObjectException.class);
    }
}
