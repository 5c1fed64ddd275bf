package dev.lifeboat.engine.store.file;

import dev.lifeboat.engine.store.ObjectStore.Visitor;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;

/// Shows the files below one directory whose keys begin with a prefix and lie behind a key, in key order. A file that
/// disappears meanwhile (retention of another process) is left out; anything else that cannot be read is an error,
/// never a shorter listing.
///
/// A directory gives its names in no order, and there may be more than memory should hold: they are taken in pages,
/// each the least names behind the page before. A directory is read once for each page.
final class Listing {
    /// Some 5 MiB. A week with a segment a second are ten pages.
    static final int PAGE_NAMES = 1 << 16;

    private final Path root;
    private final String prefix;
    private final String after;
    private final int pageNames;
    private final Visitor visitor;

    Listing(Path root, String prefix, String after, int pageNames, Visitor visitor) {
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.pageNames = pageNames;
        this.visitor = visitor;
    }

    /// `top` is the beginning of the keys in the directory: empty for the root, or with a `/` at its end.
    void below(String top) throws IOException {
        // What is in the directory `b` comes behind `b-x`, because `/` comes behind `-`: directories wait for their
        // turn, each the beginning of the name of the next.
        TreeSet<String> waiting = new TreeSet<>();
        String last = "";
        List<String> names = page(top, last);
        while (!names.isEmpty()) {
            for (String name : names) {
                enter(waiting, top + name);
                show(top + name, waiting);
            }
            last = names.getLast();
            names = names.size() < pageNames ? List.of() : page(top, last);
        }
        for (String each : waiting) {
            below(each);
        }
    }

    private void enter(TreeSet<String> waiting, String before) throws IOException {
        while (!waiting.isEmpty() && waiting.getFirst().compareTo(before) < 0) {
            below(waiting.removeFirst());
        }
    }

    private void show(String key, TreeSet<String> waiting) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(root.resolve(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()) {
                waiting.add(key + "/");
            } else if (found.isRegularFile() && isObject(key)) {
                visitor.object(object(key, found));
            }
        } catch (NoSuchFileException e) {
            // It has gone since its directory was read.
        }
    }

    private boolean isObject(String key) {
        return key.startsWith(prefix) && key.compareTo(after) > 0 && !FileObjectStore.isTemporary(key);
    }

    private List<String> page(String top, String last) throws IOException {
        PriorityQueue<String> least = new PriorityQueue<>(Comparator.reverseOrder());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(top))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean fits = least.size() < pageNames || name.compareTo(least.element()) < 0;
                if (fits && name.compareTo(last) > 0 && isWanted(top + name)) {
                    least.add(name);
                    if (least.size() > pageNames) {
                        least.remove();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return least.stream().sorted().toList();
    }

    /// Whether `key` may be of the listing as a file or hold some of it as a directory.
    private boolean isWanted(String key) {
        String inside = key + "/";
        return (key.startsWith(prefix) || prefix.startsWith(inside))
                && (inside.compareTo(after) > 0 || after.startsWith(inside));
    }

    /// A file of another content has another inode, another time or another size.
    static StoredObject object(String key, BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        String entityTag = attributes.fileKey() + "-" + modified.getEpochSecond() + "." + modified.getNano() + "-"
                + attributes.size();
        return new StoredObject(key, attributes.size(), modified, entityTag);
    }
}
