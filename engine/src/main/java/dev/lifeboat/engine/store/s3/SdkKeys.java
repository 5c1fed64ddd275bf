package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/// What AWS's own chain of providers finds: profiles, single sign-on, roles of containers and instances. Loaded
/// when nothing else gave keys, since it takes about 20 MB.
final class SdkKeys implements KeySource {
    private final String store;
    private @Nullable DefaultCredentialsProvider provider;

    SdkKeys(String store) {
        this.store = store;
    }

    @Override
    public synchronized AccessKeys keys() throws IOException {
        if (provider == null) {
            provider = DefaultCredentialsProvider.builder().build();
        }
        try {
            AwsCredentials found = provider.resolveCredentials();
            return new AccessKeys(
                    found.accessKeyId(),
                    new Secret(found.secretAccessKey()),
                    found instanceof AwsSessionCredentials session
                            ? Optional.of(new Secret(session.sessionToken()))
                            : Optional.empty(),
                    found.providerName().orElse("AWS's default chain"));
        } catch (SdkException e) {
            throw new StoreException(
                    Kind.DENIED,
                    "no credentials for " + store + ": none in the configuration, LITESTREAM_ACCESS_KEY_ID,"
                            + " AWS_ACCESS_KEY_ID, a web identity, a profile or the host's role",
                    e);
        }
    }

    @Override
    public synchronized boolean renew() {
        if (provider != null) {
            provider.close();
            provider = null;
        }
        return true;
    }
}
