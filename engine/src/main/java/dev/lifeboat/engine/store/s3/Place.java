package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.net.URI;
import java.util.regex.Pattern;

/// The host of a bucket and the paths of its keys. With the bucket in the path where that is asked for, and
/// where its name cannot be part of a host.
final class Place {
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    private final S3Url url;
    private final boolean isInPath;

    Place(S3Url url) {
        this.url = url;
        this.isInPath = url.pathStyle() || !HOST_LABEL.matcher(url.bucket()).matches();
    }

    /// `query` is encoded already.
    URI uri(String region, String key, String query) {
        return URI.create(scheme() + "://" + host(region) + path(key) + (query.isEmpty() ? "" : "?" + query));
    }

    String host(String region) {
        String base = url.endpoint()
                .map(URI::getAuthority)
                .orElseGet(() -> "s3." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : ""));
        return isInPath ? base : url.bucket() + "." + base;
    }

    /// Encoded. An endpoint may have a path of its own.
    String path(String key) {
        String base = url.endpoint().map(URI::getRawPath).orElse("");
        return (base == null ? "" : base)
                + (isInPath ? "/" + Percent.encoded(url.bucket()) : "")
                + (key.isEmpty() && isInPath ? "" : "/" + Percent.path(key));
    }

    boolean isAws() {
        return url.endpoint()
                .map(URI::getHost)
                .filter(host -> !host.endsWith(".amazonaws.com"))
                .isEmpty();
    }

    private String scheme() {
        return url.endpoint().map(URI::getScheme).orElse("https");
    }
}
