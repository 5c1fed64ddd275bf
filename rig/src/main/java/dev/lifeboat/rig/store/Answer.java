package dev.lifeboat.rig.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is sent back: a short text, or `length` bytes of a file from `from` on.
record Answer(int status, Map<String, String> headers, byte[] text, Optional<Path> file, long from, long length) {
    private static final byte[] NOTHING = {};

    static Answer of(int status) {
        return new Answer(status, new LinkedHashMap<>(), NOTHING, Optional.empty(), 0, 0);
    }

    static Answer xml(int status, String xml) {
        byte[] text = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(StandardCharsets.UTF_8);
        return new Answer(status, new LinkedHashMap<>(), text, Optional.empty(), 0, text.length)
                .with("Content-Type", "application/xml");
    }

    static Answer error(int status, String code) {
        return xml(
                status,
                "<Error><Code>" + code + "</Code><Message>" + code
                        + " (the rig's store)</Message><RequestId>rig</RequestId></Error>");
    }

    static Answer file(int status, Path file, long from, long length) {
        return new Answer(status, new LinkedHashMap<>(), NOTHING, Optional.of(file), from, length);
    }

    Answer with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    boolean isDone() {
        return status < 300;
    }
}
