package dev.lifeboat.engine.store.s3;

import java.nio.charset.StandardCharsets;

/// Percent-encoding as signature version 4 wants it: everything but RFC 3986's unreserved characters, in upper
/// case.
final class Percent {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Percent() {}

    static String encoded(String text) {
        return encoded(text, "");
    }

    /// A key as the path of a request: its slashes stay.
    static String path(String key) {
        return encoded(key, "/");
    }

    private static String encoded(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append("%02X".formatted((int) c));
            }
        }
        return out.toString();
    }
}
