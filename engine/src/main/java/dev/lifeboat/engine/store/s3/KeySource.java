package dev.lifeboat.engine.store.s3;

import java.io.IOException;

/// Where access keys come from. Asked before each request, so an answer is kept until it is close to its end.
/// Safe for use by several threads.
@FunctionalInterface
interface KeySource {
    AccessKeys keys() throws IOException;

    /// Forgets what is kept, since the store took it for expired (OB-10). Says whether asking again can give
    /// another answer.
    default boolean renew() {
        return false;
    }
}
