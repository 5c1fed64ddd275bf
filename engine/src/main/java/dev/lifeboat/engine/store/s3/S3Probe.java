package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks a bucket single questions, for a diagnosis: each is one request, nothing is corrected and nothing tried
/// again, and an answer of any kind is returned, never thrown. Changes nothing in the store. Safe for use by several
/// threads.
public final class S3Probe implements Closeable {
    private static final String FIRST_REGION = "us-east-1";

    /// Several questions are asked one after the other while somebody waits, mostly behind one that was not answered.
    private static final Duration DEADLINE = Duration.ofSeconds(4);

    private final S3Url url;
    private final KeySource source;
    private final Http http;
    private final Clock clock;
    private final Duration skew;
    private final Runnable release;

    /// `release` is run when the probe is closed.
    S3Probe(S3Url url, KeySource source, Http http, Clock clock, Runnable release) {
        this(url, source, http, clock, Duration.ZERO, release);
    }

    private S3Probe(S3Url url, KeySource source, Http http, Clock clock, Duration skew, Runnable release) {
        this.url = url;
        this.source = source;
        this.http = http;
        this.clock = clock;
        this.skew = skew;
        this.release = release;
    }

    /// The same, signing with the time of a store that is `ahead` of this host. Is not to be closed.
    public S3Probe shifted(Duration ahead) {
        return new S3Probe(url, source, http, clock, ahead, () -> {});
    }

    public S3Url url() {
        return url;
    }

    /// May the keys list here, and is anything there?
    public S3Answer list() {
        String prefix = url.root().isEmpty() ? "" : url.root() + "/";
        return ask(
                url,
                Call.of("GET", "")
                        .with(Map.of("list-type", "2", "max-keys", "1", "encoding-type", "url", "prefix", prefix)));
    }

    /// May the keys read the object whose full key this is? Asks for its first byte.
    public S3Answer get(String fullKey) {
        return ask(url, Call.of("GET", fullKey).header("range", "bytes=0-0"));
    }

    /// Which buckets do the keys own?
    public S3Answer buckets() {
        S3Url service = new S3Url(
                url.text(),
                url.bucket(),
                "",
                url.region(),
                url.endpoint().or(() -> Optional.of(URI.create("https://" + awsHost()))),
                true,
                url.skipVerify(),
                0,
                url.roleArn());
        return ask(service, Call.of("GET", ""), "/");
    }

    /// Where the access key comes from, never the key.
    public String keysOrigin() {
        try {
            return source.keys().origin();
        } catch (IOException e) {
            return "a source that fails";
        }
    }

    /// The host that is asked, with its port.
    public String host() {
        return new Place(url).host(region());
    }

    private String awsHost() {
        String region = region();
        return "s3." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
    }

    private String region() {
        return url.region().orElse(FIRST_REGION);
    }

    private S3Answer ask(S3Url at, Call call) {
        return ask(at, call, new Place(at).path(call.key()));
    }

    private S3Answer ask(S3Url at, Call call, String path) {
        AccessKeys keys;
        try {
            keys = source.keys();
        } catch (IOException e) {
            return new S3Answer.NoKeys(String.valueOf(e.getMessage()));
        }
        String host = new Place(at).host(region());
        SortedMap<String, String> headers = new TreeMap<>(call.headers());
        headers.put("host", host);
        try {
            SortedMap<String, String> signed = new Signer(keys, region(), "s3")
                    .sign(
                            new Signer.Signed(
                                    call.method(),
                                    path,
                                    call.query(),
                                    headers,
                                    call.payload().sha256Hex()),
                            clock.instant().plus(skew));
            String scheme = at.endpoint().map(URI::getScheme).orElse("https");
            String query = Signer.query(call.query());
            URI uri = URI.create(scheme + "://" + host + path + (query.isEmpty() ? "" : "?" + query));
            return Answers.of(http.exchange(call.method(), uri, signed, call.payload(), DEADLINE));
        } catch (IOException e) {
            return Answers.of(e, host);
        } catch (IllegalArgumentException e) {
            // A bucket's name that cannot be part of a host.
            return new S3Answer.Unreachable(S3Answer.Unreachable.Why.UNKNOWN_HOST, host, "not a host");
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
