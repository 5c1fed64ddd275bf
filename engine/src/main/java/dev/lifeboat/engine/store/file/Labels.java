package dev.lifeboat.engine.store.file;

import dev.lifeboat.engine.store.ObjectMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Metadata of an object as extended attributes of its file, where the file system has them. They are a comfort: a
/// file system without them loses the words and keeps the commit time, which is the modification time too.
final class Labels {
    private Labels() {}

    static void write(Path file, Map<String, String> metadata) throws IOException {
        UserDefinedFileAttributeView view = view(file);
        for (Map.Entry<String, String> label : metadata.entrySet()) {
            try {
                if (view != null) {
                    view.write(label.getKey(), ByteBuffer.wrap(label.getValue().getBytes(StandardCharsets.UTF_8)));
                }
            } catch (IOException | UnsupportedOperationException e) {
                // tmpfs of older kernels, NFS, FAT: no attributes there.
                break;
            }
        }
        String time = metadata.get(ObjectMetadata.COMMIT_TIME);
        if (time != null) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
        }
    }

    static Map<String, String> read(Path file) {
        Map<String, String> metadata = new TreeMap<>();
        UserDefinedFileAttributeView view = view(file);
        if (view == null) {
            return metadata;
        }
        try {
            for (String name : view.list()) {
                ByteBuffer value = ByteBuffer.allocate(view.size(name));
                view.read(name, value);
                metadata.put(name, StandardCharsets.UTF_8.decode(value.flip()).toString());
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Map.of();
        }
        return metadata;
    }

    private static @Nullable UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }
}
