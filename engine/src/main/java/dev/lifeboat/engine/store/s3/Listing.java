package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.Asked;
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

    /// Ranges that are asked for beside the next page, at first and later. What is ahead is held: 300 bytes a key.
    private static final int FIRST_AHEAD = 3;

    private static final int MOST_AHEAD = 8;

    private record Page(
            List<StoredObject> objects, boolean truncated, Optional<String> token, Optional<String> marker) {
        String lastKey() {
            return objects.isEmpty() ? "" : objects.getLast().key();
        }

        boolean isInOrderBehind(String key) {
            String before = key;
            for (StoredObject object : objects) {
                if (object.key().compareTo(before) <= 0) {
                    return false;
                }
                before = object.key();
            }
            return true;
        }
    }

    /// Gives `ordered` what lies behind the full key `after`; empty for all.
    void each(String after, Ordered ordered) throws IOException {
        new Reading(after, ordered).toEnd();
    }

    /// One listing under way. A long one is cut into ranges that are asked for at the same time ([Cuts]), where the
    /// store lists in order and begins where it is told to; otherwise page follows page.
    private final class Reading {
        private final String after;
        private final Ordered ordered;
        private final Set<Map<String, String>> asked = new HashSet<>();
        private int ahead = FIRST_AHEAD;

        /// All keys up to this one were shown, as long as the store lists in order.
        private String shown;

        private Reading(String after, Ordered ordered) {
            this.after = after;
            this.ordered = ordered;
            this.shown = after;
        }

        void toEnd() throws IOException {
            Page page = next(behind(after));
            while (page.truncated()) {
                List<String> cuts = cuts(page);
                page = cuts.isEmpty() ? next(following(page)) : ranges(page, cuts);
            }
            ordered.end();
        }

        private List<String> cuts(Page page) {
            boolean isKnown =
                    ahead > 0 && page.token().isPresent() && !page.objects().isEmpty() && page.isInOrderBehind("");
            return isKnown
                    ? Cuts.behind(page.objects().stream().map(StoredObject::key).toList(), ahead)
                    : List.of();
        }

        /// Takes what follows `page` up to the last cut and one page behind it. The page it ends with.
        private Page ranges(Page page, List<String> cuts) throws IOException {
            List<Asked<Page>> pending = new ArrayList<>();
            try {
                cuts.forEach(cut -> pending.add(Asked.of(() -> page(behind(cut)))));
                Page last = next(following(page));
                for (int i = 0; i < cuts.size() && ahead > 0; i++) {
                    String cut = cuts.get(i);
                    while (last.truncated() && shown.compareTo(cut) < 0) {
                        last = next(following(last));
                    }
                    if (!last.truncated()) {
                        return last;
                    }
                    last = joined(last, pending.get(i).answer(), cut);
                }
                ahead = Math.min(MOST_AHEAD, 2 * ahead);
                return last;
            } finally {
                pending.forEach(Asked::close);
            }
        }

        private Page joined(Page last, Page range, String cut) throws IOException {
            if (!range.isInOrderBehind(cut)) {
                // The store has no order, or begins where it likes.
                ahead = 0;
                return last;
            }
            if (range.truncated() && range.lastKey().compareTo(shown) <= 0) {
                return last;
            }
            take(range, shown);
            return range;
        }

        private Page next(Map<String, String> from) throws IOException {
            if (!asked.add(from)) {
                throw new IOException("the listing of " + bucket.url() + " runs in a circle");
            }
            if (asked.size() > MAX_PAGES) {
                throw new IOException("the listing of " + bucket.url() + " does not end");
            }
            Page page = page(from);
            take(page, after);
            return page;
        }

        private void take(Page page, String behind) throws IOException {
            ordered.page(page.objects().stream()
                    .filter(object ->
                            object.key().startsWith(prefix) && object.key().compareTo(behind) > 0)
                    .toList());
            if (page.lastKey().compareTo(shown) > 0) {
                shown = page.lastKey();
            }
        }
    }

    private static Map<String, String> behind(String key) {
        return key.isEmpty() ? Map.of("list-type", "2") : Map.of("list-type", "2", "start-after", key);
    }

    private static Map<String, String> following(Page page) {
        return page.token()
                .map(token -> Map.of("list-type", "2", "continuation-token", token))
                .orElseGet(() -> Map.of("marker", page.marker().orElse(page.lastKey())));
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
        if (!answer.ok()) {
            throw bucket.failure(answer, "list " + prefix);
        }
        return parsed(answer.body());
    }

    private static boolean isUnknown(Refusal refusal) {
        return refusal.status() == 501 || refusal.code().equals("InvalidArgument");
    }

    private static Page parsed(byte[] document) throws IOException {
        List<Map<String, String>> entries = new ArrayList<>();
        Map<String, String> current = new HashMap<>();
        Map<String, String> page = new HashMap<>();
        Xml.read(document, (path, text) -> {
            if (path.equals("Contents")) {
                entries.add(Map.copyOf(current));
                current.clear();
            } else if (path.startsWith("Contents/")) {
                current.put(path.substring("Contents/".length()), text);
            } else if (path.indexOf('/') < 0) {
                page.put(path, text.strip());
            }
        });
        if (!page.containsKey("IsTruncated")) {
            throw new IOException("the store's listing does not say whether it is complete");
        }
        boolean encoded = "url".equals(page.get("EncodingType"));
        List<StoredObject> objects = new ArrayList<>(entries.size());
        for (Map<String, String> entry : entries) {
            objects.add(object(entry, encoded));
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
