package dev.lifeboat.engine.store.s3;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One request to a bucket, before it has a host and a signature. `key` is that of an object, or empty for the
/// bucket itself; nothing in here is encoded.
record Call(
        String method,
        String key,
        SortedMap<String, String> query,
        SortedMap<String, String> headers,
        Payload payload) {

    static Call of(String method, String key) {
        return new Call(method, key, new TreeMap<>(), new TreeMap<>(), Payload.NONE);
    }

    Call with(Map<String, String> moreQuery) {
        SortedMap<String, String> all = new TreeMap<>(query);
        all.putAll(moreQuery);
        return new Call(method, key, all, headers, payload);
    }

    Call header(String name, String value) {
        SortedMap<String, String> all = new TreeMap<>(headers);
        all.put(name, value);
        return new Call(method, key, query, all, payload);
    }

    Call carrying(Payload body) {
        return new Call(method, key, query, headers, body);
    }
}
