package dev.lifeboat.rig.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Uploads in parts that are not completed yet. They live as long as this process: `S9` asks which ones are left.
final class Multiparts {
    private final Objects objects;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    Multiparts(Objects objects) {
        this.objects = objects;
    }

    record Upload(
            String id, String bucket, String key, Map<String, String> headers, Map<Integer, Objects.Arrived> parts) {
        /// The tag that S3 gives to what was made of parts: the sum of their sums, and how many there are.
        String sum() {
            MessageDigest digest = Objects.digest("MD5");
            parts.values().forEach(part -> digest.update(HexFormat.of().parseHex(part.md5())));
            return Objects.hex(digest) + "-" + parts.size();
        }
    }

    Upload begin(String bucket, String key, Map<String, String> headers) {
        Upload upload = new Upload(
                UUID.randomUUID().toString(), bucket, key, headers, Collections.synchronizedMap(new TreeMap<>()));
        uploads.put(upload.id(), upload);
        return upload;
    }

    Optional<Upload> find(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    List<Upload> open() {
        return List.copyOf(uploads.values());
    }

    /// The parts as one piece.
    Objects.Arrived join(Upload upload) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        for (Objects.Arrived part : upload.parts().values()) {
            streams.add(Files.newInputStream(part.file()));
        }
        try (InputStream whole = new SequenceInputStream(Collections.enumeration(streams))) {
            return objects.receive(whole);
        }
    }

    void forget(Upload upload) throws IOException {
        uploads.remove(upload.id());
        for (Objects.Arrived part : upload.parts().values()) {
            Files.deleteIfExists(part.file());
        }
    }
}
