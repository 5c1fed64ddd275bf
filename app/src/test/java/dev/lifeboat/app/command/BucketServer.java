package dev.lifeboat.app.command;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// An independent S3 server in this JVM that checks signatures. Its objects are files below `bucket`, and their times
/// those of the files.
final class BucketServer implements Closeable {
    static final String NAME = "acme";
    private static final String KEY = "LIFEBOATTEST";
    private static final String SECRET = "canary-77ac-secret";

    private final S3Proxy server;
    private final Path bucket;

    BucketServer(Path directory) throws Exception {
        FilesystemNio2BlobStore objects =
                new FilesystemNio2BlobStore(Files.createDirectories(directory).toString());
        objects.createContainer(NAME);
        bucket = directory.resolve(NAME);
        server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
    }

    Path bucket() {
        return bucket;
    }

    int port() {
        return server.getPort();
    }

    String url(String prefix) {
        return url(prefix, port());
    }

    /// The same through something that listens at `port`.
    String url(String prefix, int port) {
        return "s3://" + NAME + (prefix.isEmpty() ? "" : "/" + prefix) + "?endpoint=http://127.0.0.1:" + port;
    }

    Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
