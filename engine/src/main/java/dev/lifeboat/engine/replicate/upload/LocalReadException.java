package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.store.ObjectStore.Body;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// What was to be uploaded cannot be read here: no fault of the store, and trying again does not bring it back
/// (P3).
final class LocalReadException extends IOException {
    private static final long serialVersionUID = 1L;

    LocalReadException(String message, IOException cause) {
        super(message, cause);
    }

    static InputStream opening(Body body, String what) throws IOException {
        try {
            return body.open();
        } catch (IOException e) {
            throw new LocalReadException(what + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /// `type` in the causes of `e`: clients of stores wrap what a body throws.
    static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
