package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// TLS that is set up with the first connection that wants it: a store on plain HTTP never loads the
/// certificates of the world.
final class LazyTls implements TlsSocketStrategy {
    private final Trust trust;
    private @Nullable TlsSocketStrategy strategy;

    LazyTls(Trust trust) {
        this.trust = trust;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        return strategy().upgrade(socket, target, port, attachment, context);
    }

    private synchronized TlsSocketStrategy strategy() throws IOException {
        if (strategy == null) {
            strategy = trust.verified()
                    ? new DefaultClientTlsStrategy(trust.context())
                    : new DefaultClientTlsStrategy(
                            trust.context(), HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
        }
        return strategy;
    }
}
