import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// What the training talks to in place of S3: keeps objects in memory, answers GET, PUT, DELETE and lists, and believes
/// every signature. No test goes by it.
final class ObjectServer implements Closeable {
    private static final String BUCKET = "/training";
    private static final byte[] NOTHING = new byte[0];

    private final HttpServer server;
    private final NavigableMap<String, byte[]> objects = new TreeMap<>();

    private ObjectServer(HttpServer server) {
        this.server = server;
    }

    static ObjectServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ObjectServer objects = new ObjectServer(server);
        server.createContext("/", objects::serve);
        server.setExecutor(Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().factory()));
        server.start();
        return objects;
    }

    String url(String name) {
        return "s3:/" + BUCKET + "/" + name + "?endpoint=http://127.0.0.1:"
                + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String key = path.length() > BUCKET.length() ? path.substring(BUCKET.length() + 1) : "";
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    boolean isRefused = isRefused(exchange, objects.get(key));
                    if (!isRefused) {
                        objects.put(key, body);
                    }
                    answer(exchange, isRefused ? 412 : 200, body, false);
                }
                case "DELETE" -> {
                    objects.remove(key);
                    answer(exchange, 204, NOTHING, false);
                }
                case "GET", "HEAD" -> {
                    byte[] body = key.isEmpty() ? listing(exchange) : objects.get(key);
                    boolean isSent = body != null && exchange.getRequestMethod().equals("GET");
                    answer(exchange, body == null ? 404 : 200, body == null ? NOTHING : body, isSent);
                }
                default -> answer(exchange, 501, NOTHING, false);
            }
        }
    }

    private static boolean isRefused(HttpExchange exchange, byte[] before) {
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        return before == null
                ? wanted != null
                : exchange.getRequestHeaders().containsKey("If-None-Match")
                        || wanted != null && !wanted.equals(tag(before));
    }

    /// With the tag of `object`, whose bytes are sent or not.
    private static void answer(HttpExchange exchange, int status, byte[] object, boolean isSent) throws IOException {
        exchange.getResponseHeaders().add("ETag", tag(object));
        exchange.sendResponseHeaders(status, isSent && object.length > 0 ? object.length : -1);
        if (isSent) {
            exchange.getResponseBody().write(object);
        }
    }

    private static String tag(byte[] object) {
        try {
            return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(object)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private byte[] listing(HttpExchange exchange) {
        String prefix = prefix(exchange.getRequestURI().getRawQuery());
        return objects.tailMap(prefix).entrySet().stream()
                .takeWhile(object -> object.getKey().startsWith(prefix))
                .map(object -> "<Contents><Key>" + object.getKey() + "</Key><Size>" + object.getValue().length
                        + "</Size><ETag>" + tag(object.getValue())
                        + "</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>")
                .collect(Collectors.joining(
                        "", "<ListBucketResult><IsTruncated>false</IsTruncated>", "</ListBucketResult>"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String prefix(String query) {
        for (String each : query == null ? new String[0] : query.split("&")) {
            if (each.startsWith("prefix=")) {
                return URLDecoder.decode(each.substring("prefix=".length()), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
