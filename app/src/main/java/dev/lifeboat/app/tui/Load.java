package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Something that is fetched: what there was before stays on the screen while it is (tui.md 4.1).
///
/// `request` is the one whose answer is wanted, 0 for none; `since` is when it was asked.
record Load<T>(long request, Optional<Instant> since, Optional<T> value, Optional<Problem> problem) {
    /// Loading that is shorter than this is not mentioned.
    private static final Duration UNMENTIONED = Duration.ofMillis(300);

    static <T> Load<T> nothing() {
        return new Load<>(0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Load<T> asked(long newRequest, Instant at) {
        return new Load<>(newRequest, Optional.of(at), value, problem);
    }

    Load<T> got(T newValue) {
        return new Load<>(0, Optional.empty(), Optional.of(newValue), Optional.empty());
    }

    Load<T> failed(Problem why) {
        return new Load<>(0, Optional.empty(), value, Optional.of(why));
    }

    boolean wants(long answered) {
        return request != 0 && request == answered;
    }

    boolean isLoading() {
        return request != 0;
    }

    /// How long we wait already, once that is worth a word.
    Optional<Duration> waiting(Instant now) {
        return since.map(from -> Duration.between(from, now)).filter(wait -> wait.compareTo(UNMENTIONED) >= 0);
    }
}
