package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/// An independent S3 server in this JVM, which checks signatures of version 4.
final class S3Server {
    static final AccessKeys KEYS = new AccessKeys(
            "LIFEBOATTEST", new Secret("canary-4f1c-secret"), Optional.empty(), "access-key-id of this test");

    private final S3Proxy server;

    S3Server() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(
                        AuthenticationType.AWS_V4, KEYS.id(), KEYS.secret().reveal())
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /// The URL of `db` in a bucket that does not exist yet.
    S3Url url() {
        return url("bucket-" + UUID.randomUUID());
    }

    S3Url url(String bucket) {
        return (S3Url) StoreUrl.parse("s3://" + bucket + "/db?endpoint=" + endpoint());
    }

    S3Url makeBucket() throws Exception {
        S3Url url = url();
        try (Http http = new Http(new Trust(Map.of(), true), new Proxies(Map.of()), Limits.STANDARD)) {
            Answer answer = new Bucket(url, () -> KEYS, http, Clock.systemUTC()).call(Call.of("PUT", ""));
            if (!answer.ok()) {
                throw new IllegalStateException("no bucket: " + Refusal.of(answer));
            }
        }
        return url;
    }

    static S3Stores stores() {
        return new S3Stores(Map.of(), Clock.systemUTC());
    }

    void stop() throws Exception {
        server.stop();
    }
}
