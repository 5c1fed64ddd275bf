package dev.lifeboat.engine.store.age;

import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.UnreadableObjectException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plain bytes of an encrypted object. Every chunk is authenticated before it is given, and the end is one only
/// where the cipher says so.
///
/// The library answers a failing store and a failing cipher with the same kinds of exception: what the store threw is
/// kept apart and thrown as it was.
final class Decrypted extends FilterInputStream {
    private final String key;
    private final Stored stored;

    private Decrypted(String key, Stored stored, InputStream plain) {
        super(plain);
        this.key = key;
        this.stored = stored;
    }

    static Decrypted of(String key, InputStream encrypted, Identities identities) throws IOException {
        if (identities.isEmpty()) {
            throw new ProblemException(denied(key, "is encrypted with age, and no identity is configured")
                    .withNext("add its identity to the replica in the configuration: age: {identities: […]}"));
        }
        Stored stored = new Stored(encrypted);
        try {
            InputStream plain = Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(stored), identities.readers()));
            return new Decrypted(key, stored, plain);
        } catch (UnsupportedRecipientStanzaException e) {
            throw new ProblemException(
                    denied(key, "is encrypted with age for other identities than those configured"), e);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw stored.failureOr(new UnreadableObjectException(key, "the head of its encryption is damaged", e));
        }
    }

    private static Problem denied(String key, String what) {
        return Problem.of(ProblemCode.STORE_DENIED, key + " " + what).withObjects(List.of(key));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            return super.read(bytes, from, length);
        } catch (IOException | RuntimeException e) {
            throw stored.failureOr(new UnreadableObjectException(key, "its encryption does not verify", e));
        }
    }

    /// Remembers what the store threw.
    private static final class Stored extends FilterInputStream {
        private @Nullable IOException failure;

        Stored(InputStream in) {
            super(in);
        }

        IOException failureOr(IOException otherwise) {
            return failure == null ? otherwise : failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return super.read(bytes, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
