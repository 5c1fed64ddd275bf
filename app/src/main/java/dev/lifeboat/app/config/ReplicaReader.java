package dev.lifeboat.app.config;

import dev.lifeboat.engine.store.s3.AccessKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads one replica: its place by `url`, by `path`, or by `type`, `bucket` and `path`, and its times.
final class ReplicaReader {
    /// Keys of stores that come with a later build.
    static final List<String> STORE_KEYS = List.of(
            "sign-payload",
            "require-content-md5",
            "storage-class",
            "concurrency",
            "sse-customer-algorithm",
            "account-name",
            "host",
            "user",
            "key-path",
            "host-key",
            "concurrent-writes",
            "webdav-url",
            "webdav-username",
            "creds",
            "username",
            "tls",
            "root-cas",
            "client-cert",
            "client-key",
            "max-reconnects",
            "reconnect-wait",
            "timeout",
            "max-sync-ltx-files",
            "auto-recover");

    static final List<String> SECRET_KEYS =
            List.of("account-key", "sas-token", "password", "webdav-password", "jwt", "seed", "nkey", "token");

    private final Function<String, Path> toPath;
    private final ReplicaDefaults defaults;
    private final Findings findings;

    ReplicaReader(Function<String, Path> toPath, ReplicaDefaults defaults, Findings findings) {
        this.toPath = toPath;
        this.defaults = defaults;
        this.findings = findings;
    }

    Optional<ReplicaSettings> read(Section section) {
        S3Options s3 = S3Options.read(section).or(defaults.s3());
        Optional<String> url = url(section, s3);
        Duration sync = section.duration("sync-interval", defaults.syncInterval());
        if (sync.isNegative()) {
            section.error("sync-interval", "'sync-interval' must not be less than 0 (0: as soon as it is captured)");
        }
        Duration retention = section.duration("retention", defaults.retention());
        Duration checks = section.duration("retention-check-interval", ReplicaSettings.RETENTION_CHECK_INTERVAL);
        if (checks.isNegative() || checks.isZero()) {
            section.error("retention-check-interval", "'retention-check-interval' must be more than 0");
        }
        Duration snapshots = section.duration("snapshot-interval", defaults.snapshotInterval());
        section.withoutEffectBecause("only a restore proves a backup", "validation-interval");
        Optional<String> name = section.text("name");
        boolean unfenced = section.flag("allow-unfenced", false);
        AgeSettings age = AgeSettings.read(section);
        STORE_KEYS.forEach(section::withoutEffect);
        SECRET_KEYS.forEach(section::withoutEffect);
        section.finish();
        return url.map(text -> {
            ReplicaSettings plain = ReplicaSettings.ofUrl(text);
            Optional<AccessKeys> keys = plain.type().equals("s3") ? s3.keys(section) : Optional.empty();
            return new ReplicaSettings(
                    name.orElse(plain.type()),
                    plain.type(),
                    text,
                    sync,
                    retention,
                    checks,
                    snapshots,
                    unfenced,
                    keys,
                    age);
        });
    }

    private Optional<String> url(Section section, S3Options s3) {
        Optional<String> url = section.text("url");
        Optional<String> path = section.text("path");
        String type = section.text("type").orElse("file");
        if (url.filter(text -> text.startsWith("s3:")).isPresent()) {
            return s3.beside(section, url.get());
        }
        if (url.isPresent() && path.isPresent()) {
            section.error("url", "a replica has either 'url' or 'path', not both");
        }
        if (url.isPresent()) {
            return url.filter(text -> hasScheme(section, text)).map(this::absolute);
        }
        if (type.equals("s3")) {
            return s3.url(section, path);
        }
        if (!type.equals("file")) {
            section.error("type", "replica type '" + type + "' is not in this build, which has file and s3");
            return Optional.empty();
        }
        path.filter(text -> text.contains("://"))
                .ifPresent(text ->
                        section.error("path", "replica path cannot be a url, please use the 'url' field instead"));
        if (path.isEmpty()) {
            findings.error(section.place(), "a replica needs 'url' or 'path'");
        }
        return path.filter(text -> !text.contains("://")).map(text -> "file://" + toPath.apply(text));
    }

    private static boolean hasScheme(Section section, String url) {
        boolean scheme = url.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
        if (!scheme) {
            section.error("url", "replica url scheme required, such as file:///backups/app");
        }
        return scheme;
    }

    // `file://a/b` means /a/b to Litestream, and percent signs are plain characters (0.3 specification, 5.1).
    private String absolute(String url) {
        return url.startsWith("file:")
                ? "file://" + Path.of("/" + url.substring("file:".length())).normalize()
                : url;
    }
}
