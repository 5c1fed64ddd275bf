package dev.lifeboat.rig;

import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Lag;
import dev.lifeboat.rig.process.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// An independent S3 server in this JVM, which checks signatures of version 4 and keeps its objects in files, see
/// [SlashedObjects].
final class SignedStore implements Place {
    static final String SECRET = "canary-7d20-secret";
    private static final String KEY = "LIFEBOATRIG";
    private static final String BUCKET = "signed";

    private final S3Proxy server;
    private final Place.Directory objects;

    private SignedStore(S3Proxy server, Path objects) {
        this.server = server;
        this.objects = new Place.Directory(objects.resolve(BUCKET));
    }

    static SignedStore start(Path directory) throws Exception {
        FilesystemNio2BlobStore objects =
                new FilesystemNio2BlobStore(Files.createDirectories(directory).toString());
        objects.createContainer(BUCKET);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new SlashedObjects(objects))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        return new SignedStore(server, directory);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public String url(String name) {
        return url(name, port());
    }

    /// The same for whoever reaches it at another port.
    static String url(String name, int port) {
        return "s3://" + BUCKET + "/" + name + "?endpoint=http://127.0.0.1:" + port;
    }

    String bucket() {
        return BUCKET;
    }

    String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public Path root(String name) {
        return objects.root(name);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_REGION", "us-east-1");
    }

    @Override
    public List<Lag.Arrival> arrivals(String name, Generation generation) throws IOException {
        return objects.arrivals(name, generation);
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
