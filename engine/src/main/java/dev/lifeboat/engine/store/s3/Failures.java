package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoreFaultException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// What a refusal means for the caller: [StoreException] where a person has to act, a plain `IOException` where
/// another try may help (OB-5).
record Failures(String bucket, String location, String keysOrigin) {
    /// Everything that says "these keys are not good" rather than "these keys may not do that".
    private static final Set<String> BAD_KEYS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "InvalidClientTokenId",
            "ExpiredToken",
            "TokenRefreshRequired",
            "NotSignedUp",
            "Unauthorized");

    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "SlowDown",
            "InternalError",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "OperationAborted",
            "ConditionalRequestConflict",
            "IncompleteBody",
            "BadDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch",
            "NoSuchUpload");

    IOException of(Refusal refusal, String act) {
        int status = refusal.status();
        String code = refusal.code();
        if (code.equals("NoSuchKey") || (status == 404 && code.isEmpty())) {
            return new NoSuchFileException(act);
        }
        if (code.equals("NoSuchBucket") || code.equals("InvalidBucketName")) {
            return told(Kind.ROOT_MISSING, "there is no bucket " + bucket + " at " + location, refusal);
        }
        if (BAD_KEYS.contains(code)) {
            return told(
                    Kind.DENIED,
                    "credentials refused by " + location + ": " + code + " (access key from " + keysOrigin + ")",
                    refusal);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return told(Kind.DENIED, "the clock of this host and that of " + location + " differ too much", refusal);
        }
        if (status >= 500 || status == 408 || status == 409 || status == 429 || PASSING.contains(code)) {
            return new StoreFaultException(location + " answered " + refusal + " to " + act);
        }
        if (status == 401 || status == 403) {
            return told(
                    Kind.DENIED,
                    "access denied by " + location + " to " + act + ": " + refusal + " (access key from " + keysOrigin
                            + ")",
                    refusal);
        }
        if (status / 100 == 3) {
            return told(Kind.UNREACHABLE, location + " is somewhere else: " + refusal, refusal);
        }
        return told(Kind.DENIED, location + " refuses to " + act + ": " + refusal, refusal);
    }

    private static StoreException told(Kind kind, String message, Refusal refusal) {
        return new StoreException(kind, message, new IOException(refusal.toString()));
    }

    static IOException untrusted(String host, SSLException e) {
        if (Answers.speaksNoTls(e)) {
            return new NotAStoreException(host + " speaks no TLS: " + e.getMessage(), e);
        }
        return e instanceof SSLHandshakeException
                        || String.valueOf(e.getMessage()).contains("doesn't match")
                ? new StoreException(
                        Kind.UNREACHABLE,
                        "no trusted TLS connection to " + host + ": " + e.getMessage()
                                + " (AWS_CA_BUNDLE names the certificates of a private authority)",
                        e)
                : new IOException(host + ": " + e.getMessage(), e);
    }
}
