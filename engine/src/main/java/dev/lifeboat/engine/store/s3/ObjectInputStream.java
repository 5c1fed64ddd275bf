package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ReplacedException;
import dev.lifeboat.engine.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bytes of one object. An answer that breaks off is taken up again where it broke, as long as the object is
/// still the same one (OB-6); one that comes too slowly is given up (S8). The end is reached only at the length
/// that was announced.
final class ObjectInputStream extends InputStream {
    /// Breaks in a row that are borne. Each mebibyte that arrives makes up for those before.
    private static final int MAX_BREAKS = 5;

    private static final long FORGIVEN_AFTER_BYTES = 1 << 20;

    /// Not more digits than a `long` has.
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})");

    private final Bucket bucket;
    private final String key;
    private final Optional<String> entityTag;
    private final long length;
    private Http.Reply reply;
    private long position;
    private long attemptStart;
    private long nanosWaited;
    private int breaks;
    private boolean closed;

    private ObjectInputStream(
            Bucket bucket, String key, Http.Reply reply, Optional<String> entityTag, long position, long length) {
        this.bucket = bucket;
        this.key = key;
        this.reply = reply;
        this.entityTag = entityTag;
        this.position = position;
        this.attemptStart = position;
        this.length = length;
    }

    static ObjectBytes open(Bucket bucket, String key) throws IOException {
        return open(bucket, key, Call.of("GET", key));
    }

    private static ObjectBytes open(Bucket bucket, String key, Call call) throws IOException {
        Http.Reply reply = bucket.open(call);
        refuse(bucket, key, reply);
        Optional<String> tag = reply.answer().header("etag");
        long length =
                reply.answer().header("content-length").map(Long::parseLong).orElse(-1L);
        return new ObjectBytes(new ObjectInputStream(bucket, key, reply, tag, 0, length), tag.orElse(""));
    }

    /// From a byte in the middle of an object that carries this tag, or from its end.
    static ObjectBytes open(Bucket bucket, String key, long fromByte, String entityTag) throws IOException {
        Call call = Call.of("GET", key).header("if-match", entityTag);
        if (fromByte == 0) {
            return open(bucket, key, call);
        }
        // One byte earlier, because a range that begins at the end of an object is refused.
        long from = fromByte - 1;
        Http.Reply reply = bucket.open(call.header("range", "bytes=" + from + "-"));
        refuse(bucket, key, reply);
        Optional<Matcher> given =
                reply.answer().header("content-range").map(RANGE::matcher).filter(Matcher::matches);
        if (given.isEmpty() || Long.parseLong(given.get().group(1)) != from) {
            reply.abort().run();
            throw new IOException("the store gave another range of " + key + " than from byte " + from);
        }
        long length = Long.parseLong(given.get().group(2));
        InputStream rest = new ObjectInputStream(bucket, key, reply, Optional.of(entityTag), from, length);
        rest.skipNBytes(1);
        return new ObjectBytes(rest, entityTag);
    }

    private static void refuse(Bucket bucket, String key, Http.Reply reply) throws IOException {
        if (reply.answer().status() == 412) {
            throw new ReplacedException(key + " was replaced while it was read");
        }
        if (!reply.answer().ok()) {
            throw bucket.failure(reply.answer(), "get " + key);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (count == 0) {
            return 0;
        }
        while (true) {
            try {
                return once(target, offset, count);
            } catch (IOException e) {
                resume(e);
            }
        }
    }

    private int once(byte[] target, int offset, int count) throws IOException {
        long before = System.nanoTime();
        int read = reply.body().read(target, offset, count);
        nanosWaited += System.nanoTime() - before;
        if (read >= 0) {
            position += read;
            if (position - attemptStart > FORGIVEN_AFTER_BYTES) {
                breaks = 0;
            }
        } else if (length >= 0 && position != length) {
            throw new IOException(key + " ends at byte " + position + " of " + length);
        }
        if (read >= 0 && isTooSlow()) {
            position -= read;
            throw new IOException("less than " + bucket.limits().bytesPerSecond() + " bytes a second arrive");
        }
        return read;
    }

    private boolean isTooSlow() {
        return nanosWaited > bucket.limits().forBytes(position - attemptStart).toNanos();
    }

    private void resume(IOException cause) throws IOException {
        reply.abort().run();
        breaks++;
        boolean hopeless = length < 0 || entityTag.isEmpty() || position >= length;
        if (hopeless || breaks > MAX_BREAKS || isTooSlow()) {
            throw new IOException("reading " + key + " broke at byte " + position + ": " + cause.getMessage(), cause);
        }
        try {
            reply = again();
            attemptStart = position;
            nanosWaited = 0;
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    private Http.Reply again() throws IOException {
        Call rest =
                Call.of("GET", key).header("range", "bytes=" + position + "-").header("if-match", entityTag.orElse(""));
        while (true) {
            try {
                Http.Reply next = bucket.open(rest);
                check(next);
                return next;
            } catch (StoreException | NoSuchFileException | ReplacedException e) {
                throw e;
            } catch (IOException e) {
                if (++breaks > MAX_BREAKS) {
                    throw e;
                }
                bucket.limits().pauseBefore(breaks);
            }
        }
    }

    private void check(Http.Reply next) throws IOException {
        Answer answer = next.answer();
        String wanted = "bytes " + position + "-" + (length - 1) + "/" + length;
        if (answer.status() == 206
                && answer.header("content-range").filter(wanted::equals).isPresent()) {
            return;
        }
        next.abort().run();
        refuse(bucket, key, next);
        throw new IOException("the store gave another range of " + key + " than " + wanted);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (position == length) {
                reply.body().close();
            } else {
                reply.abort().run();
            }
        }
    }
}
