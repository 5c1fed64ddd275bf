package dev.lifeboat.engine.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose certificate no public authority has signed.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private Path bundle = Path.of("");
    private Path keyStore = Path.of("");

    @BeforeAll
    void makeCertificate() throws Exception {
        keyStore = directory.resolve("keys.p12");
        bundle = directory.resolve("bundle.pem");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "store",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1"))
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        byte[] certificate = keys().getCertificate("store").getEncoded();
        Files.writeString(
                bundle,
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
    }

    private KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private FaultServer server() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new FaultServer(
                context.getServerSocketFactory().createServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress()),
                FaultServer.answer(200, Map.of("ETag", "\"x\""), ""));
    }

    @Test
    void anUnknownAuthorityIsRefusedAndTheWayOutNamed() throws Exception {
        try (FaultServer server = server()) {
            assertThatThrownBy(() -> put(server, "", Map.of()))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                    .hasMessageContaining("AWS_CA_BUNDLE");
        }
    }

    @Test
    void theBundleOfTheEnvironmentIsTrusted() throws Exception {
        try (FaultServer server = server()) {
            assertThat(put(server, "", Map.of("AWS_CA_BUNDLE", bundle.toString())))
                    .isInstanceOf(PutOutcome.Stored.class);
        }
    }

    @Test
    void aBundleThatCannotBeReadIsNamed() throws Exception {
        try (FaultServer server = server()) {
            assertThatThrownBy(() -> put(server, "", Map.of("AWS_CA_BUNDLE", "/nothing/here.pem")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("AWS_CA_BUNDLE", "/nothing/here.pem");
        }
    }

    @Test
    void nothingIsVerifiedWhereThatIsSaid() throws Exception {
        try (FaultServer server = server()) {
            assertThat(put(server, "&skipVerify=true", Map.of())).isInstanceOf(PutOutcome.Stored.class);
        }
    }

    private static PutOutcome put(FaultServer server, String query, Map<String, String> environment)
            throws IOException {
        S3Url url = (S3Url)
                StoreUrl.parse("s3://bucket/db?endpoint=" + server.endpoint().replace("http:", "https:") + query);
        AccessKeys keys = new AccessKeys("id", new Secret("secret"), Optional.empty(), "a test");
        try (S3ObjectStore store = new S3Stores(environment, Clock.systemUTC()).open(url, Optional.of(keys))) {
            return store.put("k", () -> new ByteArrayInputStream(new byte[1]), PutCondition.ALWAYS);
        }
    }
}
