package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.Secret;
import java.util.Optional;

/// What requests are signed with. `origin` says where it came from, for messages: a file's key or a variable's
/// name, never the value.
public record AccessKeys(String id, Secret secret, Optional<Secret> sessionToken, String origin) {
    public AccessKeys {
        if (id.isEmpty() || secret.reveal().isEmpty()) {
            throw new IllegalArgumentException("an access key from " + origin + " lacks its id or its secret");
        }
    }

    /// The id tells nobody anything without its secret, but it is nobody's business either.
    @Override
    public String toString() {
        return "access key from " + origin;
    }
}
