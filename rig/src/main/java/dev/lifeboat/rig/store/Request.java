package dev.lifeboat.rig.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One HTTP request: its head, and its body as a stream that ends where the body ends.
///
/// `bucket` and `key` are decoded, the key empty where the bucket itself is meant; header names are in lower case.
record Request(
        String method,
        String bucket,
        String key,
        Map<String, String> query,
        Map<String, String> headers,
        InputStream body) {
    private static final int LINE_LIMIT = 16_384;

    /// The next request of a connection; empty where the other side has closed it.
    static Optional<Request> read(InputStream in, Runnable onExpectContinue) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.split(" ");
        if (words.length != 3) {
            throw new IOException("not a request: " + first);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            onExpectContinue.run();
        }
        return Optional.of(of(words[0], words[1], headers, Bodies.of(in, headers)));
    }

    private static Request of(String method, String target, Map<String, String> headers, InputStream body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String[] parts = path.substring(1).split("/", 2);
        return new Request(
                method,
                decode(parts[0]),
                parts.length < 2 ? "" : decode(parts[1]),
                query(mark < 0 ? "" : target.substring(mark + 1)),
                headers,
                body);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : text.split("&")) {
            String[] pair = part.split("=", 2);
            if (!pair[0].isEmpty()) {
                query.put(decode(pair[0]), pair.length < 2 ? "" : decode(pair[1]));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.isEmpty()) {
                    return "";
                }
                throw new EOFException("in the middle of a line");
            }
            if (line.length() > LINE_LIMIT) {
                throw new IOException("a line of more than " + LINE_LIMIT + " bytes");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean asks(String parameter) {
        return query.containsKey(parameter);
    }

    /// What is counted: `PUT`, `GET`, `HEAD`, `DELETE`, `LIST`, `DELETE_MANY`, `MULTIPART` and `BUCKET`.
    String kind() {
        if (asks("uploadId") || asks("uploads")) {
            return "MULTIPART";
        }
        if (!key.isEmpty()) {
            return method;
        }
        if (method.equals("POST") && asks("delete")) {
            return "DELETE_MANY";
        }
        return method.equals("GET") && !asks("location") && !asks("versioning") ? "LIST" : "BUCKET";
    }
}
