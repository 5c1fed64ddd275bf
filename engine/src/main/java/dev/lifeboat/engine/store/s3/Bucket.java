package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One bucket: signs and sends, and corrects once what a store can tell us of ourselves: its region, its clock,
/// that the keys have expired (OB-10). Safe for use by several threads.
final class Bucket {
    private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
    private static final String FIRST_REGION = "us-east-1";
    private static final Duration SAME_CLOCK = Duration.ofSeconds(5);

    private final S3Url url;
    private final Place place;
    private final KeySource source;
    private final Http http;
    private final Clock clock;
    private volatile String region;
    private volatile Duration skew = Duration.ZERO;
    private volatile @Nullable Signer signer;

    private enum Correction {
        REGION,
        CLOCK,
        KEYS
    }

    Bucket(S3Url url, KeySource source, Http http, Clock clock) {
        this.url = url;
        this.place = new Place(url);
        this.source = source;
        this.http = http;
        this.clock = clock;
        this.region = url.region().orElse(FIRST_REGION);
    }

    S3Url url() {
        return url;
    }

    boolean isAws() {
        return place.isAws();
    }

    /// The time at the store, as far as it is known.
    Instant now() {
        return clock.instant().plus(skew);
    }

    /// The store's answer, a refusal included.
    Answer call(Call call) throws IOException {
        return corrected(
                call, (uri, headers) -> http.exchange(call.method(), uri, headers, call.payload()), each -> each);
    }

    /// The same with a body that is still to be read where it is a success.
    Http.Reply open(Call call) throws IOException {
        return corrected(call, (uri, headers) -> http.open(call.method(), uri, headers), Http.Reply::answer);
    }

    Limits limits() {
        return http.limits();
    }

    /// What to throw for an answer that is a refusal; `act` says what was tried, as in "list", "get KEY".
    IOException failure(Answer answer, String act) {
        return failures().of(Refusal.of(answer), act);
    }

    private Failures failures() {
        String origin;
        try {
            origin = source.keys().origin();
        } catch (IOException e) {
            origin = "a source that fails now";
        }
        return new Failures(url.bucket(), url.text(), origin);
    }

    @FunctionalInterface
    private interface Sender<T> {
        T send(java.net.URI uri, SortedMap<String, String> headers) throws IOException;
    }

    private <T> T corrected(Call call, Sender<T> sender, java.util.function.Function<T, Answer> answerOf)
            throws IOException {
        Set<Correction> made = EnumSet.noneOf(Correction.class);
        while (true) {
            String signedRegion = region;
            T result = send(call, signedRegion, sender);
            Answer answer = answerOf.apply(result);
            if (answer.ok()) {
                return result;
            }
            Refusal refusal = Refusal.of(answer);
            Correction correction = correction(refusal);
            if (!made.add(correction) || !correct(correction, refusal, answer, signedRegion)) {
                return result;
            }
        }
    }

    private <T> T send(Call call, String signedRegion, Sender<T> sender) throws IOException {
        SortedMap<String, String> headers = new TreeMap<>(call.headers());
        headers.put("host", place.host(signedRegion));
        SortedMap<String, String> signed = signer(source.keys(), signedRegion)
                .sign(
                        new Signer.Signed(
                                call.method(),
                                place.path(call.key()),
                                call.query(),
                                headers,
                                call.payload().sha256Hex()),
                        now());
        return sender.send(place.uri(signedRegion, call.key(), Signer.query(call.query())), signed);
    }

    private Signer signer(AccessKeys keys, String signedRegion) {
        Signer kept = signer;
        if (kept == null || !kept.isFor(keys, signedRegion)) {
            kept = new Signer(keys, signedRegion, "s3");
            signer = kept;
        }
        return kept;
    }

    private static Correction correction(Refusal refusal) {
        return switch (refusal.code()) {
            case "RequestTimeTooSkewed" -> Correction.CLOCK;
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" -> Correction.KEYS;
            default -> Correction.REGION;
        };
    }

    /// Whether anything was corrected.
    private boolean correct(Correction correction, Refusal refusal, Answer answer, String signedRegion) {
        return switch (correction) {
            case CLOCK -> correctClock(answer);
            case KEYS -> source.renew();
            case REGION -> correctRegion(refusal, signedRegion);
        };
    }

    private boolean correctClock(Answer answer) {
        try {
            Optional<Instant> there =
                    answer.header("date").map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            there.ifPresent(this::followClock);
            return there.isPresent();
        } catch (DateTimeException e) {
            return false;
        }
    }

    /// Said once, however many requests find it out at the same time.
    private synchronized void followClock(Instant there) {
        Duration ahead = Duration.between(clock.instant(), there);
        if (ahead.minus(skew).abs().compareTo(SAME_CLOCK) > 0) {
            LOG.warn(
                    "the clock of {} is {} s {} ours: requests carry its time",
                    url,
                    ahead.abs().toSeconds(),
                    ahead.isNegative() ? "behind" : "ahead of");
        }
        skew = ahead;
    }

    private boolean correctRegion(Refusal refusal, String signedRegion) {
        boolean moved = refusal.status() == 301
                || refusal.status() == 307
                || refusal.status() == 400
                || refusal.code().equals("AuthorizationHeaderMalformed");
        Optional<String> named = refusal.region().filter(each -> !each.equals(signedRegion));
        if (!moved || named.isEmpty()) {
            return false;
        }
        if (url.region().isPresent()) {
            LOG.warn("bucket {} is in region {}, not {}", url.bucket(), named.get(), signedRegion);
        }
        region = named.get();
        return true;
    }
}
