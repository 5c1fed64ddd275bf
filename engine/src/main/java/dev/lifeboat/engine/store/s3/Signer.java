package dev.lifeboat.engine.store.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS signature version 4 in the `Authorization` header, with the hash of the whole payload. Paths are encoded
/// once, as S3 has it. Keeps the key of a day, which takes four times as long to make as a signature. Safe for use by
/// several threads.
final class Signer {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AccessKeys keys;
    private final String region;
    private final String service;
    private volatile DayKey dayKey;

    private record DayKey(String day, byte[] bytes) {}

    Signer(AccessKeys keys, String region, String service) {
        this.keys = keys;
        this.region = region;
        this.service = service;
        this.dayKey = new DayKey("", new byte[0]);
    }

    boolean isFor(AccessKeys otherKeys, String otherRegion) {
        return keys.equals(otherKeys) && region.equals(otherRegion);
    }

    /// What is signed: `path` is encoded already, `query` is not, header names are in any case and include
    /// `Host`.
    record Signed(
            String method, String path, SortedMap<String, String> query, Map<String, String> headers, String hash) {}

    /// The headers of `request`, the date and the signature. Every header that is given is signed.
    SortedMap<String, String> sign(Signed request, Instant now) {
        String stamp = STAMP.format(now);
        SortedMap<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value.strip()));
        headers.put("x-amz-content-sha256", request.hash());
        headers.put("x-amz-date", stamp);
        keys.sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token.reveal()));

        String names = String.join(";", headers.keySet());
        StringBuilder canonical = new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(request.path())
                .append('\n')
                .append(query(request.query()))
                .append('\n');
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(request.hash());
        String scope = String.join("/", stamp.substring(0, 8), region, service, "aws4_request");
        String toSign = String.join("\n", ALGORITHM, stamp, scope, hex(sha256(bytes(canonical.toString()))));
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + keys.id() + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                        + hex(hmac(key(stamp.substring(0, 8)), toSign)));
        return headers;
    }

    static String query(SortedMap<String, String> query) {
        return query.entrySet().stream()
                .map(each -> Percent.encoded(each.getKey()) + "=" + Percent.encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private byte[] key(String day) {
        DayKey kept = dayKey;
        if (!kept.day().equals(day)) {
            kept = new DayKey(day, made(day));
            dayKey = kept;
        }
        return kept.bytes();
    }

    private byte[] made(String day) {
        byte[] key = bytes("AWS4" + keys.secret().reveal());
        for (String part : new String[] {day, region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        return digest("SHA-256").digest(bytes);
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
