package dev.lifeboat.rig;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/// What stands for a provider where there is no internet: an independent S3 server that checks signatures, behind TLS
/// with a certificate for the provider's names, reached through a proxy that leads every name to it. A configuration
/// that names the provider's hosts is used as it is.
final class Cloud implements Closeable {
    private static final String PASSWORD = "changeit";

    private final Servers servers;
    private final ServerSocket tunnel;
    private final Path bundle;

    /// One for buckets that are part of the host, one for those in the path.
    private record Servers(String virtualHost, S3Proxy inHost, S3Proxy inPath) {
        int port(String host) {
            return (host.endsWith("." + virtualHost) ? inHost : inPath).getSecurePort();
        }
    }

    private Cloud(Servers servers, ServerSocket tunnel, Path bundle) {
        this.servers = servers;
        this.tunnel = tunnel;
        this.bundle = bundle;
    }

    /// `region` is that of the buckets whose names are part of the host.
    static Cloud start(Path directory, String region, String key, String secret, String... buckets) throws Exception {
        String virtualHost = "s3." + region + ".amazonaws.com";
        Path keys = directory.resolve("keys.p12");
        Tool.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "cloud",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=cloud",
                "-ext",
                "SAN=dns:*." + virtualHost + ",dns:*.backblazeb2.com,dns:s3.eu-central-003.backblazeb2.com");
        TransientNio2BlobStore objects = new TransientNio2BlobStore();
        for (String bucket : buckets) {
            objects.createContainer(bucket);
        }
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(objects)
                .secureEndpoint(URI.create("https://127.0.0.1:0"))
                .keyStore(keys.toString(), PASSWORD)
                .awsAuthentication(AuthenticationType.AWS_V4, key, secret)
                .ignoreUnknownHeaders(true);
        S3Proxy inPath = builder.build();
        Servers servers =
                new Servers(virtualHost, builder.virtualHost(virtualHost).build(), inPath);
        servers.inHost().start();
        servers.inPath().start();
        ServerSocket tunnel = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(tunnel, servers));
        return new Cloud(servers, tunnel, bundle(directory, keys));
    }

    private static Path bundle(Path directory, Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        String text = Base64.getMimeEncoder()
                .encodeToString(store.getCertificate("cloud").getEncoded());
        return Files.writeString(
                directory.resolve("bundle.pem"),
                "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    private static void accept(ServerSocket tunnel, Servers servers) {
        while (!tunnel.isClosed()) {
            try {
                Socket client = tunnel.accept();
                Thread.ofVirtual().start(() -> serve(client, servers));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket client, Servers servers) {
        try (client;
                Socket upstream =
                        new Socket(InetAddress.getLoopbackAddress(), servers.port(host(client.getInputStream())))) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> pump(upstream, client));
            pump(client, upstream);
            back.join();
        } catch (IOException e) {
            // A client that goes away has what it wanted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String host(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("CONNECT ")) {
            throw new IOException("not a tunnel: " + head);
        }
        return head.substring("CONNECT ".length(), head.indexOf(":"));
    }

    private static void pump(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // Either side may close first.
        }
    }

    /// Through which tunnel, and whose certificates to trust.
    Map<String, String> environment() {
        return Map.of("HTTPS_PROXY", "http://127.0.0.1:" + tunnel.getLocalPort(), "AWS_CA_BUNDLE", bundle.toString());
    }

    @Override
    public void close() throws IOException {
        tunnel.close();
        try {
            servers.inHost().stop();
            servers.inPath().stop();
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
