package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// Whose certificates are believed: those of the runtime and of the file that `AWS_CA_BUNDLE` names, or, where
/// `verified` is false (`skip-verify`), everybody's.
record Trust(Map<String, String> environment, boolean verified) {
    private static final String BUNDLE = "AWS_CA_BUNDLE";

    SSLContext context() throws IOException {
        try {
            Optional<String> bundle =
                    Optional.ofNullable(environment.get(BUNDLE)).filter(text -> !text.isEmpty());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, verified ? bundle.isEmpty() ? null : with(bundle.get()) : blind(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available here", e);
        }
    }

    private static TrustManager[] with(String bundle) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int count = 0;
        for (X509Certificate each : standard()) {
            trusted.setCertificateEntry("standard-" + count++, each);
        }
        try (InputStream in = Files.newInputStream(Path.of(bundle))) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("bundle-" + count++, each);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreException(Kind.UNREACHABLE, BUNDLE + " names no readable certificates: " + bundle, e);
        }
        return managers(trusted);
    }

    private static X509Certificate[] standard() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager standard) {
                return standard.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] managers(@org.jspecify.annotations.Nullable KeyStore trusted)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static TrustManager[] blind() {
        return new TrustManager[] {
            new X509ExtendedTrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            }
        };
    }
}
