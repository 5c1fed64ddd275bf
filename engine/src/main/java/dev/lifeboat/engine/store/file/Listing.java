package dev.lifeboat.engine.store.file;

import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Collects the files below one directory whose keys begin with a prefix. A file that disappears meanwhile (retention
/// of another process) is left out; anything else that cannot be read is an error, never a shorter list.
final class Listing extends SimpleFileVisitor<Path> {
    private final Path root;
    private final String prefix;
    private final List<StoredObject> found = new ArrayList<>();

    Listing(Path root, String prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    List<StoredObject> below(Path top) throws IOException {
        Files.walkFileTree(top, this);
        return found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String key = root.relativize(file).toString().replace('\\', '/');
        if (attributes.isRegularFile()
                && key.startsWith(prefix)
                && !FileObjectStore.isTemporary(file.getFileName().toString())) {
            found.add(object(key, attributes));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    /// A file of another content has another inode, another time or another size.
    static StoredObject object(String key, BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        String entityTag = attributes.fileKey() + "-" + modified.getEpochSecond() + "." + modified.getNano() + "-"
                + attributes.size();
        return new StoredObject(key, attributes.size(), modified, entityTag);
    }
}
