package dev.lifeboat.engine.store.file;

import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A directory as a store, written as Litestream writes it (0.3 spec, section 1.8) and also fsyncing the directory.
///
/// An object is written under a name of its own that ends in `.tmp`, fsynced, and only then gets its key: by link(2)
/// where it must not be there yet, by rename otherwise. What a crash leaves is a `.tmp` file, which no reader of any
/// version takes for an object; listings here leave it out. A root that does not exist is an empty store; the first
/// `put` makes it. Links are not followed: neither a listing nor an object leaves the root. An object with a commit
/// time in its metadata carries it as its modification time, so that listings show it.
public final class FileObjectStore implements ObjectStore {
    private static final String TEMPORARY = ".tmp";
    private static final String GUARD = "lifeboat-guard" + TEMPORARY;

    private final Path root;
    private volatile boolean hasHardLinks = true;

    public FileObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) throws IOException {
        // No file has a key that begins with a slash.
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS) || prefix.startsWith("/")) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new StoreException(
                    Kind.ROOT_MISSING, root + " is not a directory", new NotDirectoryException(root.toString()));
        }
        // Only the directory part of the prefix can be walked; the rest of it is compared with the keys.
        String top = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        try {
            if (top.isEmpty() || isDirectory(path(prefix.substring(0, top.length() - 1)))) {
                new Listing(root, prefix, after, Listing.PAGE_NAMES, visitor).below(top);
            }
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    /// Not a link to one.
    private static boolean isDirectory(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
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
    public Optional<ObjectHead> head(String key) throws IOException {
        Path file = path(key);
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? Optional.of(new ObjectHead(Listing.object(key, found), Labels.read(file)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    @Override
    public PutOutcome put(Upload upload) throws IOException {
        Path target = path(upload.key());
        try {
            Durable.createDirectories(Durable.directoryOf(target));
            Path temporary = Durable.temporaryBeside(target, TEMPORARY);
            try {
                Durable.write(temporary, upload.body());
                Labels.write(temporary, upload.metadata());
                if (!place(temporary, target, upload)) {
                    return new PutOutcome.Refused(upload.key());
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
            Durable.syncDirectory(Durable.directoryOf(target));
            return new PutOutcome.Stored(
                    Listing.object(upload.key(), Files.readAttributes(target, BasicFileAttributes.class)));
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    private boolean place(Path temporary, Path target, Upload upload) throws IOException {
        return switch (upload.condition()) {
            case PutCondition.IfAbsent _ -> claim(temporary, target);
            case PutCondition.Always _ -> {
                rename(temporary, target);
                yield true;
            }
            case PutCondition.IfMatch(String entityTag) -> exchange(temporary, target, upload.key(), entityTag);
        };
    }

    /// Comparing and renaming are two acts: a lock on a file in the root keeps other processes of this host out
    /// between them.
    private synchronized boolean exchange(Path temporary, Path target, String key, String entityTag)
            throws IOException {
        try (FileChannel guard =
                        FileChannel.open(root.resolve(GUARD), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = guard.lock()) {
            boolean matches = head(key)
                    .filter(found -> found.object().entityTag().equals(entityTag))
                    .isPresent();
            if (matches) {
                rename(temporary, target);
            }
            return matches;
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
        return hasHardLinks
                ? EnumSet.of(Feature.CONDITIONAL_PUT, Feature.CONDITIONAL_REPLACE)
                : EnumSet.of(Feature.CONDITIONAL_REPLACE);
    }

    @Override
    public String location() {
        return "file://" + root;
    }

    @Override
    public void close() {}
}
