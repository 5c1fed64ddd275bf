package dev.lifeboat.app.config;

import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.UrlEdit;
import dev.lifeboat.engine.store.s3.S3Stores;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the environment adds to the URL of a bucket. A configuration that is kept says it itself: it is read where
/// these variables are not set.
public record S3Environment(Map<String, String> variables) {
    /// The URL with the endpoint and the region that the environment names, where it names none itself. An endpoint in
    /// a URL means path style, as one of the environment does. Anything but an S3 URL stays as it is.
    public String complete(String url) {
        if (!(StoreUrl.parse(url) instanceof S3Url bucket)) {
            return url;
        }
        String text = bucket.endpoint().isPresent() ? url : with(url, "endpoint", endpoint());
        return bucket.region().isPresent() ? text : with(text, "region", region());
    }

    private Optional<String> endpoint() {
        return first(S3Stores.ENDPOINT_VARIABLES);
    }

    private Optional<String> region() {
        return first(List.of("AWS_REGION", "AWS_DEFAULT_REGION"));
    }

    private Optional<String> first(List<String> names) {
        return names.stream()
                .map(name -> variables.getOrDefault(name, ""))
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static String with(String url, String name, Optional<String> value) {
        return value.map(text -> new UrlEdit(url).with(name, encoded(text))).orElse(url);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("%2F", "/");
    }
}
