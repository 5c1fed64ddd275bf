package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Deletes many objects with few requests. What the store refuses inside of an answer that says 200 is a failure
/// too.
record Deletion(Bucket bucket) {
    private static final int MAX_KEYS = 1000;

    /// By full key; those that are absent are no failure.
    void delete(List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += MAX_KEYS) {
            some(keys.subList(from, Math.min(keys.size(), from + MAX_KEYS)));
        }
    }

    private void some(List<String> keys) throws IOException {
        StringBuilder document = new StringBuilder("<Delete><Quiet>true</Quiet>");
        keys.forEach(
                key -> document.append("<Object><Key>").append(Xml.escaped(key)).append("</Key></Object>"));
        Payload payload = Payload.of(document.append("</Delete>").toString());
        Answer answer = bucket.call(Call.of("POST", "")
                .with(Map.of("delete", ""))
                .header("content-type", "application/xml")
                .header("content-md5", payload.md5Base64())
                .carrying(payload));
        if (answer.status() == 501 || answer.status() == 405) {
            oneByOne(keys);
        } else if (answer.ok()) {
            check(answer);
        } else {
            throw bucket.failure(answer, "delete " + keys.size() + " objects");
        }
    }

    private void check(Answer answer) throws IOException {
        Map<String, String> error = new TreeMap<>();
        Xml.read(answer.body(), (path, text) -> {
            if (path.startsWith("Error/")) {
                error.put(path.substring("Error/".length()), text.strip());
            } else if (path.equals("Error") && !error.getOrDefault("Code", "").equals("NoSuchKey")) {
                throw failure(error);
            } else if (path.equals("Code")) {
                throw new IOException(bucket.url() + " answered " + text.strip() + " to delete");
            }
        });
    }

    private IOException failure(Map<String, String> error) {
        String code = error.getOrDefault("Code", "");
        int status = code.equals("AccessDenied") ? 403 : 500;
        Answer single = new Answer(
                status,
                new TreeMap<>(),
                ("<Error><Code>" + Xml.escaped(code) + "</Code><Message>"
                                + Xml.escaped(error.getOrDefault("Message", "")) + "</Message></Error>")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return bucket.failure(single, "delete " + error.getOrDefault("Key", "an object"));
    }

    private void oneByOne(List<String> keys) throws IOException {
        for (String key : keys) {
            Answer answer = bucket.call(Call.of("DELETE", key));
            if (!answer.ok() && answer.status() != 404) {
                throw bucket.failure(answer, "delete " + key);
            }
        }
    }
}
