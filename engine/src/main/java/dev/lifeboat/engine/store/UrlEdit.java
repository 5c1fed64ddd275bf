package dev.lifeboat.engine.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A replica URL with one thing changed, as a person would write it.
public record UrlEdit(String text) {
    /// With `name=value` in its query, whatever was said of that before.
    public String with(String name, String value) {
        String canonical = canonical(name);
        List<String> pairs = new ArrayList<>(Arrays.stream(query().split("&", -1))
                .filter(pair -> !pair.isEmpty()
                        && !canonical(pair.replaceFirst("=.*", "")).equals(canonical))
                .toList());
        pairs.add(name + "=" + value);
        return beforeQuery() + "?" + String.join("&", pairs);
    }

    /// With another place in the same bucket or host; `root` is a key, not yet encoded.
    public String withRoot(String root) {
        if (isFile()) {
            return "file:///" + root;
        }
        String path = Arrays.stream(root.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return authority() + (root.isEmpty() ? "" : "/" + path) + (query().isEmpty() ? "" : "?" + query());
    }

    /// With another bucket, where the name of this one begins the host.
    public String withBucket(String bucket, String other) {
        return text.startsWith("s3://" + bucket) ? "s3://" + other + text.substring(("s3://" + bucket).length()) : text;
    }

    private boolean isFile() {
        return !text.startsWith("s3:");
    }

    private String authority() {
        String rest = beforeQuery();
        int slash = rest.indexOf('/', "s3://".length());
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private String beforeQuery() {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private String query() {
        int mark = text.indexOf('?');
        return mark < 0 ? "" : text.substring(mark + 1);
    }

    private static String canonical(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
