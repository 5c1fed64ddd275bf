package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A prefix in a bucket as a store (0.3 specification, section 1.10; reliability.md, section 2).
///
/// Small objects go in one request, larger ones in parts; either way they appear whole or not at all. What a
/// refusal means is told by [Failures]; one attempt is made, apart from parts of a large object, which are tried
/// again, and from what a store can correct of us ([Bucket]). `features` promises conditions until the store
/// says that it does not know them.
/// No request is made that was not asked for.
///
/// A key that begins with a slash is that of an object whose full key does: `/0000/x` below the root `db` is
/// `/db/0000/x`. Litestream 0.5 writes such keys where its configuration has `path: /db` (0.5 spec, section 2.1). A
/// listing shows them where it is asked for what begins with a slash, and at the top of a bucket. With `path: db/` it
/// writes `db//0000/x`: a slash behind the root is two at the front of the key, `//0000/x`, and both together, from
/// `path: /db/`, are three. The top of a bucket has no root, and its keys are as they are.
///
/// `storedAt` has whole seconds. That of a `put` is when it was answered: a listing may show another second.
public final class S3ObjectStore implements ObjectStore {
    private static final int PART_BYTES = 8 << 20;
    private static final String METADATA = "x-amz-meta-";
    private static final int REFUSED_CONDITION = 412;
    private static final int MOST_SLASHES = 3;

    private final Bucket bucket;
    private final String prefix;
    private final int partBytes;
    private final Runnable release;
    private final Integrity integrity = new Integrity();
    private volatile boolean knowsConditions = true;

    /// `release` is run when the store is closed.
    S3ObjectStore(Bucket bucket, Runnable release) {
        S3Url url = bucket.url();
        this.bucket = bucket;
        this.prefix = url.root().isEmpty() ? "" : url.root() + "/";
        this.partBytes = url.partSizeBytes() == 0 ? PART_BYTES : url.partSizeBytes();
        this.release = release;
    }

    @Override
    public void list(String below, String after, Visitor visitor) throws IOException {
        Listing listing = new Listing(bucket, placed(below));
        listing.each(
                after.isEmpty() ? "" : placed(after),
                Ordered.streaming(bucket.url().text(), object -> show(object, visitor)));
    }

    /// Whoever takes a list has room for it: it is sorted here, whatever its length.
    @Override
    public List<StoredObject> list(String below) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        new Listing(bucket, placed(below))
                .each("", Ordered.sorting(bucket.url().text(), object -> show(object, objects::add)));
        return List.copyOf(objects);
    }

    private void show(StoredObject object, Visitor visitor) {
        String key = relative(object.key());
        // The console leaves empty objects with a slash at the end where a person made a "folder".
        if (!key.isEmpty() && !key.endsWith("/")) {
            visitor.object(new StoredObject(key, object.sizeBytes(), object.storedAt(), object.entityTag()));
        }
    }

    @Override
    public ObjectBytes open(String key) throws IOException {
        return ObjectInputStream.open(bucket, full(key));
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        return ObjectInputStream.open(bucket, full(key), fromByte, entityTag);
    }

    @Override
    public byte[] beginning(String key, int mostBytes) throws IOException {
        Http.Reply reply = bucket.open(Call.of("GET", full(key)).header("range", "bytes=0-" + (mostBytes - 1)));
        if (reply.answer().status() == 416) {
            return new byte[0];
        }
        if (!reply.answer().ok()) {
            throw bucket.failure(reply.answer(), "get " + key);
        }
        byte[] bytes = reply.body().readNBytes(mostBytes);
        if (reply.answer().status() == 206) {
            reply.body().close();
        } else {
            // The store gives ranges no heed: nobody reads the rest.
            reply.abort().run();
        }
        return bytes;
    }

    @Override
    public Optional<ObjectHead> head(String key) throws IOException {
        Call call = Call.of("HEAD", full(key));
        Answer answer = bucket.call(call);
        if (!answer.ok() && answer.status() != 404) {
            // The answer to HEAD has no body to explain it; that to GET has, and may correct our clock or region.
            Answer explained = bucket.call(Call.of("GET", full(key)).header("range", "bytes=0-0"));
            if (!explained.ok() && explained.status() != 404 && explained.status() != 416) {
                throw bucket.failure(explained, "look at " + key);
            }
            answer = explained.status() == 404 ? explained : bucket.call(call);
        }
        if (answer.status() == 404) {
            if (Refusal.of(answer).code().equals("NoSuchBucket")) {
                throw bucket.failure(answer, "look at " + key);
            }
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw bucket.failure(answer, "look at " + key);
        }
        Map<String, String> metadata = new TreeMap<>();
        answer.headers().tailMap(METADATA).forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        long size = answer.header("content-length").map(Long::parseLong).orElse(0L);
        return Optional.of(new ObjectHead(
                new StoredObject(
                        key,
                        size,
                        time(answer, "last-modified"),
                        answer.header("etag").orElse("")),
                metadata));
    }

    @Override
    public PutOutcome put(Upload upload) throws IOException {
        full(upload.key());
        try (PushbackInputStream body = new PushbackInputStream(upload.body().open())) {
            Payload start = Payload.read(body, partBytes);
            int next = start.length() < partBytes ? -1 : body.read();
            if (next < 0) {
                return single(upload, start);
            }
            body.unread(next);
            return parts(upload, start, body);
        }
    }

    private PutOutcome single(Upload upload, Payload payload) throws IOException {
        if (!knowsConditions && !mayWrite(upload)) {
            return new PutOutcome.Refused(upload.key());
        }
        Call call = Call.of("PUT", full(upload.key())).carrying(payload);
        call = bucket.isAws()
                ? call.header("x-amz-checksum-sha256", payload.sha256Base64())
                : call.header("content-md5", payload.md5Base64());
        for (Map.Entry<String, String> each : described(upload).entrySet()) {
            call = call.header(each.getKey(), each.getValue());
        }
        for (Map.Entry<String, String> each : condition(upload).entrySet()) {
            call = call.header(each.getKey(), each.getValue());
        }
        Answer answer = bucket.call(call);
        if (answer.ok()) {
            integrity.check(upload.key(), answer, payload);
            return stored(
                    upload.key(),
                    payload.length(),
                    answer,
                    answer.header("etag").orElse(""));
        }
        if (isRefused(upload, answer)) {
            return new PutOutcome.Refused(upload.key());
        }
        if (isUnknownCondition(upload, answer)) {
            knowsConditions = false;
            return single(upload, payload);
        }
        throw bucket.failure(answer, "put " + upload.key());
    }

    private PutOutcome parts(Upload upload, Payload start, InputStream rest) throws IOException {
        long[] length = {0};
        Multipart multipart = new Multipart(bucket, full(upload.key()), partBytes, integrity);
        Optional<Answer> completed = multipart.put(
                start, rest, described(upload), condition(upload), () -> mayWrite(upload), sent -> length[0] += sent);
        if (completed.isEmpty()) {
            return new PutOutcome.Refused(upload.key());
        }
        Answer answer = completed.get();
        String tag =
                Xml.first(answer.body(), "ETag").or(() -> answer.header("etag")).orElse("");
        return stored(upload.key(), length[0], answer, tag);
    }

    private PutOutcome stored(String key, long length, Answer answer, String entityTag) {
        return new PutOutcome.Stored(new StoredObject(key, length, time(answer, "date"), entityTag));
    }

    /// Whether the condition holds now, by a look of ours. The store decides where it can.
    private boolean mayWrite(Upload upload) throws IOException {
        return switch (upload.condition()) {
            case PutCondition.Always _ -> true;
            case PutCondition.IfAbsent _ -> head(upload.key()).isEmpty();
            case PutCondition.IfMatch(String tag) ->
                head(upload.key())
                        .filter(found -> found.object().entityTag().equals(tag))
                        .isPresent();
        };
    }

    private SortedMap<String, String> condition(Upload upload) {
        if (!knowsConditions) {
            return new TreeMap<>();
        }
        return switch (upload.condition()) {
            case PutCondition.Always _ -> new TreeMap<>();
            case PutCondition.IfAbsent _ -> new TreeMap<>(Map.of("if-none-match", "*"));
            case PutCondition.IfMatch(String tag) -> new TreeMap<>(Map.of("if-match", tag));
        };
    }

    private static boolean isRefused(Upload upload, Answer answer) {
        return answer.status() == REFUSED_CONDITION
                || (upload.condition() instanceof PutCondition.IfMatch
                        && Refusal.of(answer).code().equals("NoSuchKey"));
    }

    private boolean isUnknownCondition(Upload upload, Answer answer) {
        return knowsConditions && !condition(upload).isEmpty() && answer.status() == 501;
    }

    private static Map<String, String> described(Upload upload) {
        Map<String, String> headers = new TreeMap<>();
        upload.metadata().forEach((name, value) -> headers.put(METADATA + name, value));
        return headers;
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        List<String> all = new ArrayList<>();
        for (String key : keys) {
            all.add(full(key));
        }
        new Deletion(bucket).delete(all);
    }

    @Override
    public int sweep(String keyPrefix) throws IOException {
        return new Leftovers(bucket, placed(keyPrefix)).abort();
    }

    @Override
    public Set<Feature> features() {
        return knowsConditions ? EnumSet.allOf(Feature.class) : EnumSet.noneOf(Feature.class);
    }

    @Override
    public String location() {
        return bucket.url().text();
    }

    @Override
    public void close() {
        release.run();
    }

    private Instant time(Answer answer, String header) {
        try {
            return answer.header(header)
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
                    .orElseGet(() -> bucket.now().truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            return bucket.now().truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private String full(String key) throws IOException {
        for (String part : key.substring(Math.min(slashes(key), MOST_SLASHES)).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw new NoSuchFileException(key, null, "not a key");
            }
        }
        return placed(key);
    }

    /// The full key, or what full keys begin with. Of the slashes at the front of a relative one an odd one stands in
    /// front of the root, each two are one behind it: so no two full keys share a relative one, and order is kept.
    private String placed(String below) {
        if (prefix.isEmpty()) {
            return below;
        }
        int slashes = slashes(below);
        return "/".repeat(slashes % 2) + prefix + "/".repeat(slashes / 2) + below.substring(slashes);
    }

    private String relative(String fullKey) {
        if (prefix.isEmpty()) {
            return fullKey;
        }
        int inFront = fullKey.startsWith(prefix) ? 0 : 1;
        String below = fullKey.substring(inFront + prefix.length());
        return "/".repeat(inFront + slashes(below)) + below;
    }

    /// How many the text begins with.
    private static int slashes(String text) {
        int slashes = 0;
        while (slashes < text.length() && text.charAt(slashes) == '/') {
            slashes++;
        }
        return slashes;
    }
}
