package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.diagnose.Diagnostician;
import dev.lifeboat.engine.diagnose.Finding;
import dev.lifeboat.engine.store.StoreUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Why replicas show nothing: the first line of their diagnosis. A diagnosis costs a handful of requests, a dashboard
/// looks every few seconds: it is made when a symptom appears or changes, and then not again for a while.
final class ReplicaReasons {
    /// A person who mends something sees within this time that something else is wrong now. That it is right again is
    /// seen at once.
    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private final Function<ReplicaSettings, Diagnostician> diagnosticians;
    private final Clock clock;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(Symptom symptom, Instant at, Optional<String> reason) {}

    private enum Symptom {
        EMPTY,
        FAILED
    }

    ReplicaReasons(Function<ReplicaSettings, Diagnostician> diagnosticians, Clock clock) {
        this.diagnosticians = diagnosticians;
        this.clock = clock;
    }

    /// Of a replica whose store answered that it holds nothing.
    synchronized Optional<String> ofNothing(ReplicaSettings replica) {
        return reason(replica, Symptom.EMPTY);
    }

    /// Of a replica that could not be looked at.
    synchronized Optional<String> ofFailure(ReplicaSettings replica) {
        return reason(replica, Symptom.FAILED);
    }

    /// It shows something.
    synchronized void forget(ReplicaSettings replica) {
        known.remove(replica.url());
    }

    private Optional<String> reason(ReplicaSettings replica, Symptom symptom) {
        Known last = known.get(replica.url());
        Instant now = clock.instant();
        if (last == null || last.symptom() != symptom || !now.isBefore(last.at().plus(GOOD_FOR))) {
            last = new Known(symptom, now, diagnosed(replica, symptom));
            known.put(replica.url(), last);
        }
        return last.reason();
    }

    private Optional<String> diagnosed(ReplicaSettings replica, Symptom symptom) {
        return diagnosticians
                .apply(replica)
                .examine(StoreUrl.parse(replica.url()), Asked.ANYTHING)
                .map(Finding::problem)
                // A store that failed has not said that it holds nothing, whatever a second look shows.
                .filter(found -> symptom == Symptom.EMPTY || !saysEmpty(found))
                .map(Problem::message);
    }

    private static boolean saysEmpty(Problem found) {
        return found.code().exitStatus() == ProblemCode.NO_BACKUP.exitStatus();
    }
}
