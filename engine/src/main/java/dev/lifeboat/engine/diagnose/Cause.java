package dev.lifeboat.engine.diagnose;

import java.util.Locale;

/// Why a replica shows no backup.
public enum Cause {
    NO_CREDENTIALS,
    UNKNOWN_KEY,
    WRONG_SECRET,
    KEYS_EXPIRED,
    CLOCK_SKEW,
    WRONG_REGION,
    PATH_STYLE,
    NOT_S3,
    UNREACHABLE,
    TLS,
    STORE_FAILS,
    BUCKET_MISSING,
    LIST_DENIED,
    GET_DENIED,
    EMPTY_BUCKET,
    EMPTY_PREFIX,
    DIRECTORY_MISSING,
    NOT_A_DIRECTORY,
    WRONG_PREFIX,
    ONLY_FOREIGN,
    OTHER_FORMAT;

    /// The stable name in JSON: lowercase with hyphens.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
