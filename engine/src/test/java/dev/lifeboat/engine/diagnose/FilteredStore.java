package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.FileUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.engine.store.s3.AccessKeys;
import dev.lifeboat.engine.store.s3.S3Probe;
import dev.lifeboat.engine.store.s3.S3Stores;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/// An independent S3 server in this JVM that checks signatures, behind a filter that may answer in its place.
final class FilteredStore implements Closeable, Diagnostician.Stores {
    static final String BUCKET = "acme-backups";
    static final AccessKeys KEYS = keys("LIFEBOATTEST", "canary-91ab-secret");

    private final TransientNio2BlobStore blobs = new TransientNio2BlobStore();
    private final S3Proxy server;
    private final Filter filter;
    private final S3Stores stores = new S3Stores(Map.of(), Clock.systemUTC());
    private AccessKeys used = KEYS;

    FilteredStore() throws Exception {
        blobs.createContainer(BUCKET);
        server = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(
                        AuthenticationType.AWS_V4, KEYS.id(), KEYS.secret().reveal())
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        filter = new Filter(server.getPort());
    }

    static AccessKeys keys(String id, String secret) {
        return new AccessKeys(id, new Secret(secret), Optional.empty(), "AWS_ACCESS_KEY_ID");
    }

    /// Who asks from now on.
    void use(AccessKeys keys) {
        used = keys;
    }

    Filter filter() {
        return filter;
    }

    String authority() {
        return "127.0.0.1:" + filter.port();
    }

    /// The URL of a bucket and a prefix, by way of the filter.
    String url(String bucketAndRoot) {
        return "s3://" + bucketAndRoot + "?endpoint=http://" + authority();
    }

    void put(String... keys) throws IOException {
        String direct = "s3://" + BUCKET + "?endpoint=http://127.0.0.1:" + server.getPort();
        try (ObjectStore store = stores.open((S3Url) StoreUrl.parse(direct), Optional.of(KEYS))) {
            for (String key : keys) {
                byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                store.put(key, () -> new ByteArrayInputStream(bytes), PutCondition.ALWAYS);
            }
        }
    }

    @Override
    public ObjectStore open(StoreUrl url) {
        return switch (url) {
            case FileUrl(Path root) -> new FileObjectStore(root);
            case S3Url bucket -> stores.open(bucket, Optional.of(used));
        };
    }

    @Override
    public S3Probe probe(S3Url url) {
        return stores.probe(url, Optional.of(used));
    }

    @Override
    public void close() throws IOException {
        filter.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
