package dev.lifeboat.engine.store;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `s3://HOST/PATH?QUERY` (0.3 specification, section 1.10; the query and the shapes of AWS's own hosts
/// from 0.5, section 5.4). `rest` is what follows `s3://`.
record S3UrlText(String text, String rest) {
    private static final Pattern ACCESS_POINT =
            Pattern.compile("arn:aws[a-z-]*:s3:([^:/]+):([0-9]+):accesspoint[/:]([^/]+)(/.*)?");

    /// Providers whose host names say the bucket and the region: `$1` of the pattern is the bucket, `$2` the
    /// endpoint, `$3` the region where there is one.
    private static final List<Pattern> PROVIDERS = List.of(
            Pattern.compile("(?:(.*)\\.)?(s3\\.([^.]+)\\.backblazeb2\\.com)"),
            Pattern.compile("(?:(.*)\\.)?(s3\\.filebase\\.com)"),
            Pattern.compile("(?:(.*)\\.)?(([^.]+)\\.digitaloceanspaces\\.com)"),
            Pattern.compile("(?:(.*)\\.)?(s3\\.([^.]+)\\.scw\\.cloud)"),
            Pattern.compile("(?:(.*)\\.)?(([^.]+)\\.linodeobjects\\.com)"));

    private static final Pattern AWS = Pattern.compile("(.+)\\.s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com");
    private static final Pattern LOCAL = Pattern.compile("(?:(.*)\\.)?localhost");
    private static final Pattern PORT = Pattern.compile("(.*?)(?::([0-9]{1,5}))?");

    /// Where the host leads. An empty bucket is one that was forgotten.
    private record Host(
            String bucket, Optional<String> region, Optional<String> endpoint, boolean pathStyle, String path) {}

    S3Url url() {
        int mark = rest.indexOf('?');
        Map<String, String> query = query(mark < 0 ? "" : rest.substring(mark + 1));
        Host host = host(mark < 0 ? rest : rest.substring(0, mark));
        if (host.bucket().isEmpty()) {
            throw usage("bucket required for s3 replica");
        }
        Optional<URI> asked = Optional.ofNullable(query.get("endpoint")).map(this::endpoint);
        // An endpoint means path style unless the opposite is said; a provider's host means it whatever is said.
        boolean pathStyle = Optional.ofNullable(query.get("forcepathstyle"))
                        .map(Boolean::parseBoolean)
                        .orElse(asked.isPresent())
                || host.pathStyle();
        return new S3Url(
                text,
                host.bucket(),
                clean(host.path()),
                Optional.ofNullable(query.get("region")).or(host::region),
                asked.or(() -> host.endpoint().map(this::endpoint)),
                pathStyle,
                Boolean.parseBoolean(query.getOrDefault("skipverify", "")),
                Optional.ofNullable(query.get("partsize")).map(this::size).orElse(0),
                Optional.ofNullable(query.get("rolearn")));
    }

    private Host host(String hostAndPath) {
        Matcher accessPoint = ACCESS_POINT.matcher(hostAndPath);
        if (accessPoint.matches()) {
            String region = accessPoint.group(1);
            return new Host(
                    accessPoint.group(3) + "-" + accessPoint.group(2),
                    Optional.of(region),
                    Optional.of("https://s3-accesspoint." + region + ".amazonaws.com"),
                    false,
                    Optional.ofNullable(accessPoint.group(4)).orElse(""));
        }
        int slash = hostAndPath.indexOf('/');
        String authority = slash < 0 ? hostAndPath : hostAndPath.substring(0, slash);
        String path = slash < 0 ? "" : hostAndPath.substring(slash);
        int user = authority.lastIndexOf('@');
        if (user >= 0) {
            throw usage("a replica URL holds no credentials: " + authority.substring(user + 1));
        }
        Matcher port = PORT.matcher(authority);
        if (!port.matches()) {
            throw usage("not a host: " + authority);
        }
        return host(port.group(1), Optional.ofNullable(port.group(2)), path);
    }

    private static Host host(String name, Optional<String> port, String path) {
        String withPort = port.map(number -> ":" + number).orElse("");
        Matcher local = LOCAL.matcher(name);
        if (local.matches()) {
            return new Host(
                    orEmpty(local.group(1)),
                    Optional.of("us-east-1"),
                    Optional.of("http://localhost" + withPort),
                    true,
                    path);
        }
        for (Pattern provider : PROVIDERS) {
            Matcher found = provider.matcher(name);
            if (found.matches()) {
                Optional<String> region =
                        found.groupCount() < 3 ? Optional.empty() : Optional.ofNullable(found.group(3));
                String endpoint = "https://" + found.group(2) + withPort;
                return new Host(orEmpty(found.group(1)), region, Optional.of(endpoint), true, path);
            }
        }
        Matcher aws = AWS.matcher(name);
        if (aws.matches()) {
            return new Host(aws.group(1), Optional.ofNullable(aws.group(2)), Optional.empty(), false, path);
        }
        int dot = name.indexOf('.');
        if (port.isPresent() && dot > 0) {
            // A bucket has no port: what follows its name is somebody's own server.
            String endpoint = "http://" + name.substring(dot + 1) + withPort;
            return new Host(name.substring(0, dot), Optional.empty(), Optional.of(endpoint), true, path);
        }
        return new Host(name, Optional.empty(), Optional.empty(), false, path);
    }

    /// Names without hyphens and in lower case: 0.5 takes `forcePathStyle` and `force-path-style`.
    private Map<String, String> query(String query) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = pair.substring(0, equals).replace("-", "").toLowerCase(Locale.ROOT);
                if (name.contains("secret") || name.contains("accesskey")) {
                    throw usage("a replica URL holds no credentials: " + pair.substring(0, equals));
                }
                values.put(name, decoded(pair.substring(equals + 1)));
            }
        }
        values.values().removeIf(String::isEmpty);
        return values;
    }

    URI endpoint(String endpoint) {
        String full =
                endpoint.matches("(?i)https?://.*") ? endpoint : (isNear(endpoint) ? "http://" : "https://") + endpoint;
        URI uri;
        try {
            uri = URI.create(full.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw usage("not an endpoint: " + endpoint);
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw usage("not an endpoint: " + endpoint);
        }
        // SE-12: what answers there hands out credentials.
        if (uri.getHost().startsWith("169.254.") || uri.getHost().equalsIgnoreCase("[fd00:ec2::254]")) {
            throw usage("an endpoint cannot be the address of a metadata service: " + endpoint);
        }
        return uri;
    }

    /// On this host or in a private network, where a server of one's own has no certificate.
    private static boolean isNear(String endpoint) {
        return endpoint.matches("(localhost|127\\.[0-9.]+|10\\.[0-9.]+|192\\.168\\.[0-9.]+"
                + "|172\\.(1[6-9]|2[0-9]|3[01])\\.[0-9.]+|\\[::1])(:[0-9]+)?(/.*)?");
    }

    private int size(String size) {
        Matcher parts = Pattern.compile("([0-9]{1,10})\\s*(?:([KMG])(i?)B?)?", Pattern.CASE_INSENSITIVE)
                .matcher(size.strip());
        if (!parts.matches()) {
            throw usage("not a size: " + size);
        }
        long unit = parts.group(3) == null || parts.group(3).isEmpty() ? 1000 : 1024;
        long bytes = Long.parseLong(parts.group(1));
        int power = parts.group(2) == null ? 0 : "KMG".indexOf(parts.group(2).toUpperCase(Locale.ROOT)) + 1;
        for (int i = 0; i < power; i++) {
            bytes *= unit;
        }
        if (bytes < S3Url.MIN_PART_BYTES || bytes > S3Url.MAX_PART_BYTES) {
            throw usage("a part size is 5MiB to 1GiB, not " + size);
        }
        return Math.toIntExact(bytes);
    }

    /// As Go's path.Clean does it, without the slash in front: `/a//b/../c/` is `a/c` (the leading slash trap of
    /// 1.10).
    private String clean(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : decoded(path.replace("+", "%2B")).split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw usage("not a replica URL: " + text);
        }
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }

    private static ProblemException usage(String message) {
        return new ProblemException(Problem.of(ProblemCode.USAGE, message));
    }
}
