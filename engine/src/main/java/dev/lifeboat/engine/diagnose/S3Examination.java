package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.UrlEdit;
import dev.lifeboat.engine.store.s3.S3Answer;
import dev.lifeboat.engine.store.s3.S3Answer.Refused;
import dev.lifeboat.engine.store.s3.S3Answer.Unreachable;
import dev.lifeboat.engine.store.s3.S3Probe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Asks a bucket what [S3Judgement] wants to know: one question, and as many more as its answer gives reason to. What
/// the store's client corrects by itself (region, clock) is corrected here too, if that helps: then it is not why
/// nothing was found.
record S3Examination(Diagnostician.Stores stores, Clock clock) {
    S3Facts facts(S3Url asked) {
        try (S3Probe probe = stores.probe(asked)) {
            S3Answer first = probe.list();
            Instant now = clock.instant();
            return switch (first) {
                case Refused refused
                when refused.code().equals("RequestTimeTooSkewed") -> atTheirTime(probe, refused, now);
                case Refused refused when refused.region().isPresent() -> inTheirRegion(probe, refused, now);
                case Refused _,
                        S3Answer.Listed _,
                        S3Answer.Got _,
                        S3Answer.Buckets _,
                        S3Answer.NotS3 _,
                        S3Answer.NoKeys _,
                        Unreachable _ -> more(probe, first, now);
            };
        }
    }

    private S3Facts atTheirTime(S3Probe probe, Refused refused, Instant now) {
        Optional<Duration> ahead = refused.date().map(there -> Duration.between(now, there));
        if (ahead.isEmpty()) {
            return more(probe, refused, now);
        }
        S3Probe shifted = probe.shifted(ahead.get());
        S3Answer again = shifted.list();
        boolean helps = !(again instanceof Refused still && still.code().equals(refused.code()));
        return helps ? more(shifted, again, now) : more(probe, refused, now);
    }

    private S3Facts inTheirRegion(S3Probe probe, Refused refused, Instant now) {
        String named = refused.region().orElseThrow();
        if (parsed(edit(probe).with("region", named)).isEmpty()
                || probe.url().region().filter(named::equals).isPresent()) {
            return more(probe, refused, now);
        }
        S3Url there = parsed(edit(probe).with("region", named)).orElseThrow();
        try (S3Probe other = stores.probe(there)) {
            S3Answer again = other.list();
            boolean helps = !(again instanceof Refused still && still.region().isPresent() && still.status() < 403);
            return helps ? more(other, again, now) : more(probe, refused, now);
        }
    }

    private S3Facts more(S3Probe probe, S3Answer list, Instant now) {
        Optional<S3Answer> get =
                list instanceof S3Answer.Listed(Optional<String> key) ? key.map(probe::get) : Optional.empty();
        return new S3Facts(
                probe.url(),
                probe.host(),
                probe.keysOrigin(),
                list,
                mayBeStyle(list) ? otherStyle(probe) : Optional.empty(),
                mayBeScheme(list) ? otherScheme(probe) : Optional.empty(),
                get,
                buckets(probe, list),
                now);
    }

    private static boolean mayBeStyle(S3Answer list) {
        return switch (list) {
            case S3Answer.Buckets _, S3Answer.NotS3 _ -> true;
            case Unreachable unreachable ->
                unreachable.why() == Unreachable.Why.UNKNOWN_HOST || unreachable.why() == Unreachable.Why.UNTRUSTED;
            case Refused refused -> !refused.code().equals("AccessDenied") && refused.status() < 500;
            case S3Answer.Listed _, S3Answer.Got _, S3Answer.NoKeys _ -> false;
        };
    }

    private static boolean mayBeScheme(S3Answer list) {
        return switch (list) {
            case S3Answer.NotS3 _ -> true;
            case Unreachable unreachable ->
                unreachable.why() == Unreachable.Why.NO_TLS
                        || unreachable.why() == Unreachable.Why.BROKEN_OFF
                        || unreachable.why() == Unreachable.Why.NO_ANSWER_IN_TIME;
            case S3Answer.Listed _, S3Answer.Got _, S3Answer.Buckets _, S3Answer.NoKeys _, Refused _ -> false;
        };
    }

    /// Only at a server of one's own: AWS takes both.
    private Optional<S3Answer> otherStyle(S3Probe probe) {
        return probe.url().endpoint().isEmpty()
                ? Optional.empty()
                : asked(edit(probe).with("force-path-style", "" + !probe.url().pathStyle()));
    }

    private Optional<S3Answer> otherScheme(S3Probe probe) {
        return probe.url()
                .endpoint()
                .map(endpoint ->
                        (endpoint.getScheme().equals("https") ? "http://" : "https://") + endpoint.getAuthority())
                .flatMap(other -> asked(edit(probe).with("endpoint", other)));
    }

    private Optional<S3Answer> asked(String url) {
        return parsed(url).map(other -> {
            try (S3Probe probe = stores.probe(other)) {
                return probe.list();
            }
        });
    }

    private static List<String> buckets(S3Probe probe, S3Answer list) {
        boolean isMissing = list instanceof Refused refused && refused.code().equals("NoSuchBucket");
        return isMissing && probe.buckets() instanceof S3Answer.Buckets(List<String> names) ? names : List.of();
    }

    private static UrlEdit edit(S3Probe probe) {
        return new UrlEdit(probe.url().text());
    }

    private static Optional<S3Url> parsed(String url) {
        return StoreUrl.parse(url) instanceof S3Url found ? Optional.of(found) : Optional.empty();
    }
}
