package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens buckets. Stores that are open at the same time share their connections, so that fifty databases need no
/// fifty pools; with the last one they are closed. Safe for use by several threads.
public final class S3Stores {
    /// They name an endpoint where a URL names none; the first that is set does.
    public static final List<String> ENDPOINT_VARIABLES = List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");

    private final Map<String, String> environment;
    private final Clock clock;
    private final Limits limits;
    private final Map<Boolean, Shared> open = new HashMap<>();

    private static final class Shared {
        private final Http http;
        private int users;

        private Shared(Http http) {
            this.http = http;
        }
    }

    /// `environment` gives what [KeyChain], [Trust] and [Proxies] read of it.
    public S3Stores(Map<String, String> environment, Clock clock) {
        this(environment, clock, Limits.STANDARD);
    }

    S3Stores(Map<String, String> environment, Clock clock, Limits limits) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.limits = limits;
    }

    /// A store in a bucket. Nothing is asked of it yet. `configured` are the keys of the configuration, which
    /// win over those of the environment. Where the URL names no endpoint, see [#ENDPOINT_VARIABLES]. The caller
    /// closes the store.
    public S3ObjectStore open(S3Url named, Optional<AccessKeys> configured) {
        S3Url url = placed(named);
        boolean verified = !url.skipVerify();
        Http http = borrow(verified);
        KeySource keys = new KeyChain(environment, http, clock).source(url, configured);
        return new S3ObjectStore(new Bucket(url, keys, http, clock), new Once(() -> giveBack(verified)));
    }

    private S3Url placed(S3Url named) {
        return named.endpoint().isPresent() ? named : endpoint().map(named::at).orElse(named);
    }

    private Optional<URI> endpoint() {
        return ENDPOINT_VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(StoreUrl::s3Endpoint);
    }

    /// Single questions about a bucket, for a diagnosis. Nothing is asked of it yet. The caller closes the probe.
    public S3Probe probe(S3Url named, Optional<AccessKeys> configured) {
        S3Url url = placed(named);
        boolean verified = !url.skipVerify();
        Http http = borrow(verified);
        KeySource keys = new KeyChain(environment, http, clock).source(url, configured);
        return new S3Probe(url, keys, http, clock, new Once(() -> giveBack(verified)));
    }

    private synchronized Http borrow(boolean verified) {
        Shared shared = open.computeIfAbsent(
                verified,
                _ -> new Shared(new Http(new Trust(environment, verified), new Proxies(environment), limits)));
        shared.users++;
        return shared.http;
    }

    private synchronized void giveBack(boolean verified) {
        Shared shared = open.get(verified);
        if (shared != null && --shared.users == 0) {
            open.remove(verified);
            shared.http.close();
        }
    }

    /// Runs what it holds the first time only.
    private static final class Once implements Runnable {
        private final Runnable work;
        private boolean done;

        private Once(Runnable work) {
            this.work = work;
        }

        @Override
        public synchronized void run() {
            if (!done) {
                done = true;
                work.run();
            }
        }
    }
}
