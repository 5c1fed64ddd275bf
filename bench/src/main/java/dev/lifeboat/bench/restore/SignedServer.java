package dev.lifeboat.bench.restore;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// s3proxy in this JVM over a directory, with signatures of version 4 checked. An object is a file below the bucket's
/// directory.
final class SignedServer implements Closeable {
    static final String BUCKET = "bench";
    private static final String KEY = "LIFEBOATBENCH";
    private static final String SECRET = "bench-secret";

    private final S3Proxy server;

    private SignedServer(S3Proxy server) {
        this.server = server;
    }

    static SignedServer start(Path directory) throws Exception {
        FilesystemNio2BlobStore objects =
                new FilesystemNio2BlobStore(Files.createDirectories(directory).toString());
        if (!Files.exists(directory.resolve(BUCKET))) {
            objects.createContainer(BUCKET);
        }
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        return new SignedServer(server);
    }

    int port() {
        return server.getPort();
    }

    /// `port` is this server's or that of a proxy before it.
    static String url(String name, int port) {
        return "s3://" + BUCKET + "/" + name + "?endpoint=http://127.0.0.1:" + port;
    }

    static Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_REGION", "us-east-1");
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
