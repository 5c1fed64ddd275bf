package dev.lifeboat.engine.store.s3;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What came of one question to a bucket, see [S3Probe]. Text from the store is as it was.
public sealed interface S3Answer {
    /// The listing began; the first full key in it, where there is one.
    record Listed(Optional<String> firstKey) implements S3Answer {}

    /// The object, or the part of it that was asked for.
    record Got() implements S3Answer {}

    /// The names of the buckets that these keys own. A server that was asked for a bucket and does not find its name
    /// where we put it answers so too.
    record Buckets(List<String> names) implements S3Answer {
        public Buckets {
            names = List.copyOf(names);
        }
    }

    /// The store says no, in its own language. `code` may be empty; `region` and `endpoint` say where the bucket is
    /// instead, `date` is the time at the store.
    record Refused(
            int status,
            String code,
            String message,
            Optional<String> region,
            Optional<String> endpoint,
            Optional<Instant> date)
            implements S3Answer {}

    /// Somebody answers who does not speak S3. `contentType` is empty where it was not said.
    record NotS3(int status, String contentType) implements S3Answer {}

    /// Nobody answers. `host` is with its port.
    record Unreachable(Why why, String host, String message) implements S3Answer {
        public enum Why {
            UNKNOWN_HOST,
            NOBODY_LISTENS,
            NO_ANSWER_IN_TIME,
            UNTRUSTED,
            NO_TLS,
            BROKEN_OFF
        }
    }

    /// There is nothing to sign the question with; `message` says what was searched.
    record NoKeys(String message) implements S3Answer {}
}
