package dev.lifeboat.engine.store.file;

import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A directory as a store, written as Litestream writes it (0.3 spec, section 1.8) and also fsyncing the directory.
///
/// An object is written under a name of its own that ends in `.tmp`, fsynced, and only then gets its key: by link(2)
/// where it must not be there yet, by rename otherwise. What a crash leaves is a `.tmp` file, which no reader of any
/// version takes for an object; listings here leave it out. A root that does not exist is an empty store; the first
/// `put` makes it. Links are not followed: neither a listing nor an object leaves the root.
public final class FileObjectStore implements ObjectStore {
    private static final String TEMPORARY = ".tmp";

    private final Path root;
    private volatile boolean hasHardLinks = true;

    public FileObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        if (!Files.isDirectory(root)) {
            throw new StoreException(
                    Kind.ROOT_MISSING, root + " is not a directory", new NotDirectoryException(root.toString()));
        }
        // Only the directory part of the prefix can be walked; the rest of it is compared with the keys.
        Path top = prefix.contains("/") ? path(prefix.substring(0, prefix.lastIndexOf('/'))) : root;
        try {
            List<StoredObject> found = new ArrayList<>(new Listing(root, prefix).below(top));
            found.sort(java.util.Comparator.comparing(StoredObject::key));
            return List.copyOf(found);
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        try {
            return Files.newInputStream(path(key), LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    @Override
    public PutOutcome put(String key, Body body, PutCondition condition) throws IOException {
        Path target = path(key);
        try {
            Durable.createDirectories(Durable.directoryOf(target));
            Path temporary = Durable.temporaryBeside(target, TEMPORARY);
            try {
                Durable.write(temporary, body);
                if (condition == PutCondition.ALWAYS) {
                    rename(temporary, target);
                } else if (!claim(temporary, target)) {
                    return new PutOutcome.AlreadyThere(key);
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
            Durable.syncDirectory(Durable.directoryOf(target));
            BasicFileAttributes written = Files.readAttributes(target, BasicFileAttributes.class);
            return new PutOutcome.Stored(new StoredObject(
                    key, written.size(), written.lastModifiedTime().toInstant()));
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    /// Gives the finished file its key unless something has it already. link(2) decides between two writers; without
    /// hard links the look and the rename are two acts, and `features` stops promising the decision.
    private boolean claim(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (AccessDeniedException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            hasHardLinks = false;
        }
        synchronized (this) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            rename(temporary, target);
            return true;
        }
    }

    private static void rename(Path temporary, Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        for (String key : keys) {
            Path file = path(key);
            try {
                if (Files.deleteIfExists(file)) {
                    Durable.syncDirectory(Durable.directoryOf(file));
                }
            } catch (AccessDeniedException e) {
                throw denied(e);
            }
        }
    }

    /// Where `key` lies: always below the root, whatever the key says.
    private Path path(String key) throws IOException {
        Path path = root;
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw new NoSuchFileException(key, null, "not a key");
            }
            path = path.resolve(part);
        }
        return path;
    }

    private StoreException denied(AccessDeniedException e) {
        return new StoreException(Kind.DENIED, "permission denied: " + e.getFile(), e);
    }

    static boolean isTemporary(String name) {
        return name.endsWith(TEMPORARY);
    }

    @Override
    public Set<Feature> features() {
        return hasHardLinks ? EnumSet.of(Feature.CONDITIONAL_PUT) : EnumSet.noneOf(Feature.class);
    }

    @Override
    public String location() {
        return "file://" + root;
    }

    @Override
    public void close() {}
}
