package dev.lifeboat.engine.store.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.Secret;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/// The private keys that open encrypted objects: `AGE-SECRET-KEY-1…`, X25519 only, as in Litestream 0.3 (0.3 spec,
/// section 1.6).
public final class Identities {
    public static final Identities NONE = new Identities(List.of());

    private final List<RecipientStanzaReader> readers;

    private Identities(List<RecipientStanzaReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /// Each text is read as a key file is: a line a key, `#` before a comment. Throws [ProblemException] of kind
    /// CONFIGURATION where a line is no key; its message does not repeat it.
    public static Identities of(List<Secret> texts) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        for (Secret text : texts) {
            text.reveal()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Identities::reader)
                    .forEach(readers::add);
        }
        return new Identities(readers);
    }

    private static RecipientStanzaReader reader(String line) {
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line);
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause may quote the key.
            throw new ProblemException(Problem.of(
                    ProblemCode.CONFIGURATION,
                    "an entry of age: identities: is no identity: AGE-SECRET-KEY-1… wanted"));
        }
    }

    List<RecipientStanzaReader> readers() {
        return readers;
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }
}
