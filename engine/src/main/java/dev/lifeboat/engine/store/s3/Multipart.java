package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A body of unknown length in parts, one in memory at a time. A part that breaks is sent again by itself, so
/// that a snapshot of many gigabytes does not begin anew. Whatever fails in the end is aborted: parts without an
/// object cost money and are invisible.
///
/// Parts grow, because there may be 10,000 of them: with parts of 8 MiB to begin with an object may have 203
/// GiB; for the 5 TiB that S3 takes, `part-size` is 202 MiB, and that much memory is needed four times over.
final class Multipart {
    private static final Logger LOG = LoggerFactory.getLogger(Multipart.class);
    private static final int MAX_TRIES = 5;
    private static final int MAX_PARTS = 10_000;
    private static final int SMALL_PARTS = 2_000;
    private static final int MIDDLE_PARTS = 6_000;

    private final Bucket bucket;
    private final String key;
    private final int partBytes;
    private final Integrity integrity;

    Multipart(Bucket bucket, String key, int partBytes, Integrity integrity) {
        this.bucket = bucket;
        this.key = key;
        this.partBytes = partBytes;
        this.integrity = integrity;
    }

    /// In bytes; `number` counts from 1.
    static long partBytes(int number, int first) {
        int factor = number <= SMALL_PARTS ? 1 : number <= MIDDLE_PARTS ? 2 : 4;
        return Math.min((long) first * factor, Integer.MAX_VALUE - 8L);
    }

    /// Looks whether the object may still be written, before a request that could write it.
    @FunctionalInterface
    interface Gate {
        boolean open() throws IOException;
    }

    /// The answer that completes the upload, or nothing where the condition no longer holds. `start` is a full
    /// first part, `sent` is told the bytes of each part.
    Optional<Answer> put(
            Payload start,
            InputStream rest,
            Map<String, String> metadata,
            SortedMap<String, String> condition,
            Gate gate,
            LongConsumer sent)
            throws IOException {
        if (!gate.open()) {
            return Optional.empty();
        }
        String upload = create(metadata);
        try {
            List<Integrity.Part> parts = parts(upload, start, rest, sent);
            Optional<Answer> completed = gate.open() ? complete(upload, parts, condition) : Optional.empty();
            if (completed.isEmpty()) {
                abort(upload);
            }
            return completed;
        } catch (IOException | RuntimeException e) {
            abort(upload);
            throw e;
        }
    }

    private String create(Map<String, String> metadata) throws IOException {
        Call call = Call.of("POST", key).with(Map.of("uploads", ""));
        for (Map.Entry<String, String> each : metadata.entrySet()) {
            call = call.header(each.getKey(), each.getValue());
        }
        Answer answer = bucket.call(call);
        if (!answer.ok()) {
            throw bucket.failure(answer, "begin " + key);
        }
        return Xml.first(answer.body(), "UploadId")
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> new IOException("the store gave no id for the upload of " + key));
    }

    private List<Integrity.Part> parts(String upload, Payload start, InputStream rest, LongConsumer sent)
            throws IOException {
        List<Integrity.Part> parts = new ArrayList<>();
        Payload payload = start;
        while (payload.length() > 0) {
            int number = parts.size() + 1;
            if (number > MAX_PARTS) {
                throw new StoreException(
                        StoreException.Kind.DENIED,
                        key + " is larger than " + MAX_PARTS + " parts: a larger part-size is needed",
                        new IOException("too many parts"));
            }
            parts.add(send(upload, number, payload));
            sent.accept(payload.length());
            payload = Payload.read(rest, Math.toIntExact(partBytes(number + 1, partBytes)), payload);
        }
        return parts;
    }

    private Integrity.Part send(String upload, int number, Payload payload) throws IOException {
        Call call = Call.of("PUT", key)
                .with(Map.of("partNumber", Integer.toString(number), "uploadId", upload))
                .header("content-md5", payload.md5Base64())
                .carrying(payload);
        Answer answer = tried(() -> {
            Answer each = bucket.call(call);
            if (!each.ok()) {
                throw bucket.failure(each, "put part " + number + " of " + key);
            }
            integrity.check(key, each, payload);
            return each;
        });
        String tag = answer.header("etag").orElse("");
        if (tag.isEmpty()) {
            throw new IOException("the store gave no tag for part " + number + " of " + key);
        }
        return new Integrity.Part(number, tag, payload.md5Hex());
    }

    private Optional<Answer> complete(String upload, List<Integrity.Part> parts, SortedMap<String, String> condition)
            throws IOException {
        StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
        parts.forEach(part -> document.append("<Part><PartNumber>")
                .append(part.number())
                .append("</PartNumber><ETag>")
                .append(Xml.escaped(part.entityTag()))
                .append("</ETag></Part>"));
        Call call = Call.of("POST", key)
                .with(Map.of("uploadId", upload))
                .header("content-type", "application/xml")
                .carrying(
                        Payload.of(document.append("</CompleteMultipartUpload>").toString()));
        for (Map.Entry<String, String> each : condition.entrySet()) {
            call = call.header(each.getKey(), each.getValue());
        }
        Call last = call;
        return tried(() -> completed(last, parts));
    }

    private Optional<Answer> completed(Call call, List<Integrity.Part> parts) throws IOException {
        Answer answer = bucket.call(call);
        // The store says 200 first and works then: an error may follow in the body.
        String code = Xml.first(answer.body(), "Code").orElse("");
        if (answer.ok() && code.isEmpty()) {
            integrity.checkWhole(key, Xml.first(answer.body(), "ETag").orElse(""), answer, parts);
            return Optional.of(answer);
        }
        if (answer.status() == 412 || code.equals("PreconditionFailed")) {
            return Optional.empty();
        }
        if (code.equals("NoSuchUpload")) {
            // Completed by an attempt whose answer was lost?
            Answer head = bucket.call(Call.of("HEAD", key));
            if (head.ok() && integrity.isWhole(head.header("etag").orElse(""), parts)) {
                return Optional.of(head);
            }
        }
        throw bucket.failure(
                answer.ok() ? new Answer(500, answer.headers(), answer.body()) : answer, "complete " + key);
    }

    void abort(String upload) {
        try {
            Answer answer = bucket.call(Call.of("DELETE", key).with(Map.of("uploadId", upload)));
            if (!answer.ok() && answer.status() != 404) {
                LOG.warn("parts of {} may be left in {}: {}", key, bucket.url(), Refusal.of(answer));
            }
        } catch (IOException e) {
            LOG.warn("parts of {} may be left in {}: {}", key, bucket.url(), e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws IOException;
    }

    private <T> T tried(Attempt<T> attempt) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.make();
            } catch (StoreException | java.nio.file.NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                if (tries == MAX_TRIES) {
                    throw e;
                }
                bucket.limits().pauseBefore(tries);
            }
        }
    }
}
