package dev.lifeboat.engine.store.s3;

import java.util.Optional;
import java.util.SortedMap;

/// What came back, read to its end. Header names are in lower case.
record Answer(int status, SortedMap<String, String> headers, byte[] body) {
    boolean ok() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
