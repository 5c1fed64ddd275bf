package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Finds access keys: those of the configuration, `LITESTREAM_ACCESS_KEY_ID`, `AWS_ACCESS_KEY_ID`, a web
/// identity (`AWS_ROLE_ARN` with `AWS_WEB_IDENTITY_TOKEN_FILE`), and then what AWS's own chain finds: profiles,
/// single sign-on, the container's or the instance's role. Each variable may be `NAME_FILE` instead, the path of
/// a file with the value (SE-2). A `role-arn` is assumed with what was found.
///
/// Litestream prefers `AWS_*` over `LITESTREAM_*`; a variable with the tool's own name is the more deliberate
/// one.
record KeyChain(Map<String, String> environment, Http http, Clock clock) {
    private static final int MAX_FILE_BYTES = 64 << 10;

    KeySource source(S3Url url, Optional<AccessKeys> configured) {
        KeySource found = configured
                .<KeySource>map(keys -> () -> keys)
                .or(() -> variables("LITESTREAM", Optional.empty()))
                .or(() -> variables("AWS", Optional.of("AWS_SESSION_TOKEN")))
                .or(() -> webIdentity(url))
                .orElseGet(() -> new SdkKeys(url.text()));
        return url.roleArn()
                .<KeySource>map(
                        role -> new TemporaryKeys(() -> sts(url).assume(role, found.keys()), found::renew, clock))
                .orElse(found);
    }

    private Optional<KeySource> variables(String prefix, Optional<String> token) {
        String id = prefix + "_ACCESS_KEY_ID";
        String secret = prefix + "_SECRET_ACCESS_KEY";
        if (!isSet(id) && !isSet(secret)) {
            return Optional.empty();
        }
        return Optional.of(() -> new AccessKeys(
                required(id, secret),
                new Secret(required(secret, id)),
                token.isPresent() ? value(token.get()).map(Secret::new) : Optional.empty(),
                id));
    }

    private Optional<KeySource> webIdentity(S3Url url) {
        Optional<String> role = set("AWS_ROLE_ARN");
        Optional<String> file = set("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (role.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TemporaryKeys(
                () -> sts(url).webIdentity(role.get(), read("AWS_WEB_IDENTITY_TOKEN_FILE", file.get())),
                () -> {},
                clock));
    }

    private Sts sts(S3Url url) {
        // The role's session belongs to AWS's region, not to that of a server of one's own.
        Optional<String> region = set("AWS_REGION")
                .or(() -> set("AWS_DEFAULT_REGION"))
                .or(() -> url.endpoint().isEmpty() ? url.region() : Optional.empty());
        return new Sts(
                http,
                clock,
                region.orElse("us-east-1"),
                set("AWS_ENDPOINT_URL_STS"),
                set("AWS_ROLE_SESSION_NAME").orElse("lifeboat"));
    }

    private boolean isSet(String name) {
        return set(name).isPresent() || set(name + "_FILE").isPresent();
    }

    private Optional<String> set(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    private Optional<String> value(String name) throws IOException {
        Optional<String> direct = set(name);
        Optional<String> file = set(name + "_FILE");
        return direct.isPresent() || file.isEmpty() ? direct : Optional.of(read(name + "_FILE", file.get()));
    }

    private String required(String name, String other) throws IOException {
        return value(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new StoreException(
                        Kind.DENIED,
                        "credentials are incomplete: " + other + " is set, " + name + " is not",
                        new IOException(name + " is not set")));
    }

    private static String read(String variable, String file) throws IOException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IOException("it is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(path).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(Kind.DENIED, "credentials cannot be read from " + file + " (" + variable + ")", e);
        }
    }
}
