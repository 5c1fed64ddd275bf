package dev.lifeboat.engine.replicate;

import java.time.Duration;
import java.util.OptionalLong;

/// How long a reader of the application has kept the WAL from being checkpointed (M4). Times are `System.nanoTime`.
final class ReaderWatch {
    /// Every application reads. Only a reader that stays is worth a word.
    static final Duration LONG = Duration.ofSeconds(5);

    private OptionalLong since = OptionalLong.empty();

    /// A checkpoint came to a frame that somebody still reads behind.
    void blocked(long nanos) {
        if (since.isEmpty()) {
            since = OptionalLong.of(nanos);
        }
    }

    /// A checkpoint was complete.
    void cleared() {
        since = OptionalLong.empty();
    }

    /// Empty where nobody has stood in the way for long.
    String notice(long nanos, long walBytes) {
        if (since.isEmpty() || nanos - since.getAsLong() < LONG.toNanos()) {
            return "";
        }
        return "a reader of the application has kept the WAL from being checkpointed for "
                + Duration.ofNanos(nanos - since.getAsLong()).toSeconds() + " s: it has " + walBytes
                + " bytes and grows with each commit until that transaction ends";
    }
}
