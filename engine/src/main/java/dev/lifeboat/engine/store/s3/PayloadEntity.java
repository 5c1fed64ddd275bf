package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/// A payload as a body whose length is known, never chunked.
final class PayloadEntity extends AbstractHttpEntity {
    private final Payload payload;

    PayloadEntity(Payload payload, Optional<ContentType> type) {
        super(type.orElse(null), null);
        this.payload = payload;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        payload.writeTo(out);
    }

    @Override
    public long getContentLength() {
        return payload.length();
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("a payload is written, not read");
    }

    @Override
    public void close() {}
}
