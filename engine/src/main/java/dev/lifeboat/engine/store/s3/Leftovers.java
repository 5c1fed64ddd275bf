package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Uploads in parts that nobody will complete, below one prefix (S9).
record Leftovers(Bucket bucket, String prefix) {
    private static final int MAX_PAGES = 100;

    private record Found(String key, String id) {}

    /// Aborts all; how many there were.
    int abort() throws IOException {
        List<Found> all = all();
        for (Found found : all) {
            Answer answer = bucket.call(Call.of("DELETE", found.key()).with(Map.of("uploadId", found.id())));
            if (!answer.ok() && answer.status() != 404) {
                throw bucket.failure(answer, "abort the upload of " + found.key());
            }
        }
        return all.size();
    }

    private List<Found> all() throws IOException {
        List<Found> all = new ArrayList<>();
        Map<String, String> from = Map.of();
        for (int page = 0; page < MAX_PAGES; page++) {
            Map<String, String> query = new HashMap<>(from);
            query.putAll(Map.of("uploads", "", "prefix", prefix));
            Answer answer = bucket.call(Call.of("GET", "").with(query));
            if (!answer.ok()) {
                throw bucket.failure(answer, "list uploads");
            }
            Map<String, String> said = read(answer, all);
            if (!said.getOrDefault("IsTruncated", "").equals("true")) {
                return all;
            }
            from = Map.of(
                    "key-marker", said.getOrDefault("NextKeyMarker", ""),
                    "upload-id-marker", said.getOrDefault("NextUploadIdMarker", ""));
        }
        return all;
    }

    private Map<String, String> read(Answer answer, List<Found> all) throws IOException {
        Map<String, String> said = new TreeMap<>();
        Map<String, String> upload = new TreeMap<>();
        Xml.read(answer.body(), (path, text) -> {
            if (path.equals("Upload")) {
                add(upload, all);
                upload.clear();
            } else if (path.startsWith("Upload/")) {
                upload.put(path.substring("Upload/".length()), text.strip());
            } else {
                said.put(path, text.strip());
            }
        });
        return said;
    }

    private void add(Map<String, String> upload, List<Found> all) {
        String key = upload.getOrDefault("Key", "");
        String id = upload.getOrDefault("UploadId", "");
        if (key.startsWith(prefix) && !key.isEmpty() && !id.isEmpty()) {
            all.add(new Found(key, id));
        }
    }
}
