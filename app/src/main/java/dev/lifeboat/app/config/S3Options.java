package dev.lifeboat.app.config;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.s3.AccessKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a replica, or the top of the file for all of them, says of S3 (0.3 specification, 1.10). Everything
/// but the keys becomes part of the replica's URL, which is how a plan, a log and a command line name it.
record S3Options(
        Optional<String> bucket,
        Optional<String> region,
        Optional<String> endpoint,
        Optional<Boolean> pathStyle,
        Optional<Boolean> skipVerify,
        Optional<String> roleArn,
        Optional<String> partSize,
        Optional<String> keyId,
        Optional<Secret> secret) {

    static S3Options read(Section section) {
        for (String key : new String[] {"sse-customer-key", "sse-customer-key-path", "sse-kms-key-id"}) {
            // Ignoring a key that promises encryption would write the backup without it (SE-4).
            if (section.has(key)) {
                section.error(key, "'" + key + "' is not in this build, and nothing is written without it");
            }
        }
        return new S3Options(
                section.text("bucket"),
                section.text("region"),
                section.text("endpoint"),
                flag(section, "force-path-style"),
                flag(section, "skip-verify"),
                section.text("role-arn"),
                section.text("part-size"),
                section.text("access-key-id"),
                section.secret("secret-access-key"));
    }

    private static Optional<Boolean> flag(Section section, String key) {
        return section.text(key).map(_ -> section.flag(key, false));
    }

    /// These, and what they leave open as `others` have it. A part's size is not passed on, as in Litestream.
    S3Options or(S3Options others) {
        return new S3Options(
                bucket.or(() -> others.bucket),
                region.or(() -> others.region),
                endpoint.or(() -> others.endpoint),
                pathStyle.or(() -> others.pathStyle),
                skipVerify.or(() -> others.skipVerify),
                roleArn.or(() -> others.roleArn),
                partSize,
                keyId.or(() -> others.keyId),
                secret.or(() -> others.secret));
    }

    /// The URL of `path` in the bucket.
    Optional<String> url(Section section, Optional<String> path) {
        if (bucket.isEmpty()) {
            section.error("type", "bucket required for s3 replica");
            return Optional.empty();
        }
        String encoded = URLEncoder.encode(path.orElse(""), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replaceFirst("^/+", "");
        return checked(section, "bucket", withQuery("s3://" + bucket.get() + (encoded.isEmpty() ? "" : "/" + encoded)));
    }

    /// A URL that was given, with what is said beside it.
    Optional<String> beside(Section section, String url) {
        if (section.has("path")) {
            section.error("path", "cannot specify url & path for s3 replica");
        }
        if (bucket.isPresent()) {
            section.error(section.has("bucket") ? "bucket" : "url", "cannot specify url & bucket for s3 replica");
        }
        return checked(section, "url", withQuery(url));
    }

    private static Optional<String> checked(Section section, String key, String url) {
        try {
            StoreUrl.parse(url);
            return Optional.of(url);
        } catch (ProblemException e) {
            section.error(key, e.problem().message());
            return Optional.empty();
        }
    }

    private String withQuery(String url) {
        Map<String, String> said = new LinkedHashMap<>();
        endpoint.ifPresent(text -> said.put("endpoint", text));
        region.ifPresent(text -> said.put("region", text));
        pathStyle.ifPresent(flag -> said.put("forcePathStyle", flag.toString()));
        skipVerify.filter(flag -> flag).ifPresent(flag -> said.put("skipVerify", flag.toString()));
        roleArn.ifPresent(text -> said.put("roleArn", text));
        partSize.ifPresent(text -> said.put("partSize", text));
        StringBuilder all = new StringBuilder(url);
        // The last of two equal names counts: what the file says wins over the URL.
        said.forEach((name, value) -> all.append(all.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)
                        .replace("%3A", ":")
                        .replace("%2F", "/")));
        return all.toString();
    }

    /// The keys, where the file has them.
    Optional<AccessKeys> keys(Section section) {
        if (keyId.isPresent() != secret.isPresent()) {
            section.error(
                    keyId.isPresent() ? "access-key-id" : "secret-access-key",
                    "'access-key-id' and 'secret-access-key' go together");
        }
        return keyId.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new AccessKeys(
                        keyId.get(), secret.get(), Optional.empty(), "access-key-id of the configuration"));
    }
}
