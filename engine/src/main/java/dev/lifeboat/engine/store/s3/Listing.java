package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lists what lies below a prefix, page by page, and believes none of it (OB-7): keys outside the prefix or not behind
/// what was asked for are left out, pages that do not lead on are refused, the order is verified by [Ordered].
///
/// Version 2 is asked for. Where a store answers as version 1 does, or does not know version 2, the rest goes by
/// marker.
record Listing(Bucket bucket, String prefix) {
    private static final String PAGE_KEYS = "1000";
    /// Ten million keys. A store that goes on beyond that goes on for ever.
    private static final int MAX_PAGES = 10_000;

    private record Page(
            List<StoredObject> objects, boolean truncated, Optional<String> token, Optional<String> marker) {}

    private static final Set<String> NO_KEY =
            Set.of("InvalidRequest", "InvalidArgument", "InvalidURI", "InvalidObjectName", "XMinioInvalidObjectName");

    private static final Page NOTHING = new Page(List.of(), false, Optional.empty(), Optional.empty());

    /// Gives `ordered` what lies behind the full key `after`; empty for all.
    void each(String after, Ordered ordered) throws IOException {
        Set<Map<String, String>> asked = new HashSet<>();
        Map<String, String> from =
                after.isEmpty() ? Map.of("list-type", "2") : Map.of("list-type", "2", "start-after", after);
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            if (!asked.add(from)) {
                throw new IOException("the listing of " + bucket.url() + " runs in a circle");
            }
            Page page = page(from);
            ordered.page(page.objects().stream()
                    .filter(object ->
                            object.key().startsWith(prefix) && object.key().compareTo(after) > 0)
                    .toList());
            if (!page.truncated()) {
                ordered.end();
                return;
            }
            String lastKey =
                    page.objects().isEmpty() ? "" : page.objects().getLast().key();
            from = page.token()
                    .map(token -> Map.of("list-type", "2", "continuation-token", token))
                    .orElseGet(() -> Map.of("marker", page.marker().orElse(lastKey)));
        }
        throw new IOException("the listing of " + bucket.url() + " does not end");
    }

    private Page page(Map<String, String> from) throws IOException {
        Map<String, String> query = new HashMap<>(from);
        query.put("prefix", prefix);
        query.put("max-keys", PAGE_KEYS);
        query.put("encoding-type", "url");
        Answer answer = bucket.call(Call.of("GET", "").with(query));
        boolean isFirst = from.containsKey("list-type") && !from.containsKey("continuation-token");
        if (!answer.ok() && isFirst && isUnknown(Refusal.of(answer))) {
            String after = from.getOrDefault("start-after", "");
            return page(after.isEmpty() ? Map.of() : Map.of("marker", after));
        }
        if (!answer.ok() && prefix.startsWith("/") && isNoKey(Refusal.of(answer))) {
            return NOTHING;
        }
        if (answer.status() == 404 && Refusal.of(answer).code().isEmpty()) {
            // A bucket that is missing is missing by name.
            throw new NotAStoreException(bucket.url() + " answers 404 to a listing, and not as S3 does");
        }
        if (!answer.ok()) {
            throw bucket.failure(answer, "list " + prefix);
        }
        return parsed(answer.body());
    }

    private static boolean isUnknown(Refusal refusal) {
        return refusal.status() == 501 || refusal.code().equals("InvalidArgument");
    }

    /// A store that keeps its objects in files has none whose key begins with a slash, and may refuse to look for them.
    private static boolean isNoKey(Refusal refusal) {
        return refusal.status() == 400 && NO_KEY.contains(refusal.code());
    }

    private static Page parsed(byte[] document) throws IOException {
        boolean encoded =
                Xml.first(document, "EncodingType").filter("url"::equals).isPresent();
        List<StoredObject> objects = new ArrayList<>();
        Map<String, String> current = new HashMap<>();
        Map<String, String> page = new HashMap<>();
        Xml.read(document, (path, text) -> {
            if (path.equals("Contents")) {
                objects.add(object(current, encoded));
                current.clear();
            } else if (path.startsWith("Contents/")) {
                current.put(path.substring("Contents/".length()), text);
            } else if (path.indexOf('/') < 0) {
                page.put(path, text.strip());
            }
        });
        if (!page.containsKey("IsTruncated")) {
            throw new NotAStoreException("the store's listing does not say whether it is complete");
        }
        return new Page(
                objects,
                page.get("IsTruncated").equals("true"),
                said(page, "NextContinuationToken"),
                said(page, "NextMarker").map(text -> decoded(text, encoded)));
    }

    private static Optional<String> said(Map<String, String> page, String name) {
        return Optional.ofNullable(page.get(name)).filter(text -> !text.isEmpty());
    }

    private static StoredObject object(Map<String, String> fields, boolean encoded) throws IOException {
        try {
            // HTTP's own dates have whole seconds: an object has one time, whoever says it.
            return new StoredObject(
                    decoded(fields.getOrDefault("Key", ""), encoded),
                    Long.parseLong(fields.getOrDefault("Size", "").strip()),
                    Instant.parse(fields.getOrDefault("LastModified", "").strip())
                            .truncatedTo(ChronoUnit.SECONDS),
                    fields.getOrDefault("ETag", "").strip());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("the store's listing has an entry that cannot be read", e);
        }
    }

    private static String decoded(String text, boolean encoded) {
        return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }
}
