package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.StoreFaultException;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One answer to a request for a listing: objects as the store names them, and how to go on where it is not the last.
record ListingPage(List<StoredObject> objects, boolean truncated, Optional<String> token, Optional<String> marker) {
    static final ListingPage NOTHING = new ListingPage(List.of(), false, Optional.empty(), Optional.empty());

    String lastKey() {
        return objects.isEmpty() ? "" : objects.getLast().key();
    }

    /// Whether all keys lie behind `key` and come in order, see [Ordered#isInOrder].
    boolean isInOrderBehind(String key) {
        return (objects.isEmpty() || objects.getFirst().key().compareTo(key) > 0) && Ordered.isInOrder(objects);
    }

    static ListingPage parsed(byte[] document) throws IOException {
        List<Map<String, String>> entries = new ArrayList<>();
        Map<String, String> current = new HashMap<>();
        Map<String, String> said = new HashMap<>();
        Xml.read(document, (path, text) -> {
            if (path.equals("Contents")) {
                entries.add(Map.copyOf(current));
                current.clear();
            } else if (path.startsWith("Contents/")) {
                current.put(path.substring("Contents/".length()), text);
            } else if (path.indexOf('/') < 0) {
                said.put(path, text.strip());
            }
        });
        if (!said.containsKey("IsTruncated")) {
            throw new NotAStoreException("the store's listing does not say whether it is complete");
        }
        boolean encoded = "url".equals(said.get("EncodingType"));
        List<StoredObject> objects = new ArrayList<>(entries.size());
        for (Map<String, String> entry : entries) {
            objects.add(object(entry, encoded));
        }
        return new ListingPage(
                objects,
                said.get("IsTruncated").equals("true"),
                text(said, "NextContinuationToken"),
                text(said, "NextMarker").map(text -> decoded(text, encoded)));
    }

    private static Optional<String> text(Map<String, String> said, String name) {
        return Optional.ofNullable(said.get(name)).filter(text -> !text.isEmpty());
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
            throw new StoreFaultException("the store's listing has an entry that cannot be read", e);
        }
    }

    private static String decoded(String text, boolean encoded) {
        return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }
}
