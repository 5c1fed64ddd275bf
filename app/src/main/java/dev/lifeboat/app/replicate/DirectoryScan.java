package dev.lifeboat.app.replicate;

import dev.lifeboat.app.config.DirectorySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Looks for databases below one directory: files whose name matches the pattern and that begin as SQLite's do.
///
/// Where the times of the directories say that nothing was added, removed or renamed, nothing is listed. A file
/// that is no database yet is looked at again when its size or time has changed.
///
/// A file of a database that this process has open must not be opened here: closing it would drop SQLite's locks
/// (LK-4). `taken` names those, and a file that is one of them under another name is passed over. Of several names of
/// one file that is found the first counts, symbolic links last.
public final class DirectoryScan {
    /// A directory that changed this recently may change again within the same tick of its file system's clock.
    private static final long SETTLED_MILLIS = 3_000;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /// Deeper trees are not for databases, and a loop of mounts has no end.
    private static final int MAX_DEPTH = 32;

    private final DirectorySettings settings;
    private final Predicate<Path> covered;
    private final Map<Path, Long> directories = new HashMap<>();
    private final Map<Path, String> undecided = new HashMap<>();
    private SortedSet<Path> found = new TreeSet<>();
    private long listedAtMillis;

    public DirectoryScan(DirectorySettings settings) {
        this.settings = settings;
        this.covered = settings.covered();
    }

    /// What is there now, in order of names.
    public SortedSet<Path> look(Set<Path> taken) throws IOException {
        if (isUnchanged() && undecided.isEmpty()) {
            return found;
        }
        Set<Object> open = keys(taken);
        Listing listing = new Listing(taken, open);
        listedAtMillis = System.currentTimeMillis();
        directories.clear();
        if (Files.isDirectory(settings.directory())) {
            Files.walkFileTree(settings.directory(), Set.of(), settings.recursive() ? MAX_DEPTH : 1, listing);
            listing.links.forEach(listing::add);
        }
        undecided.keySet().retainAll(listing.seen);
        found = listing.databases;
        return found;
    }

    /// The next look lists, whether anything has changed or not.
    void forget() {
        directories.clear();
    }

    private boolean isUnchanged() {
        return !directories.isEmpty()
                && directories.entrySet().stream().allMatch(entry -> {
                    long now = modified(entry.getKey());
                    return now == entry.getValue() && now < listedAtMillis - SETTLED_MILLIS;
                });
    }

    private static long modified(Path directory) {
        try {
            return Files.getLastModifiedTime(directory).toMillis();
        } catch (IOException e) {
            return -1;
        }
    }

    private static Set<Object> keys(Set<Path> files) {
        Set<Object> keys = new HashSet<>();
        for (Path file : files) {
            try {
                Object key =
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey();
                if (key != null) {
                    keys.add(key);
                }
            } catch (IOException e) {
                // It is not there: then nothing of this process is open on it by that name.
                continue;
            }
        }
        return keys;
    }

    private final class Listing extends SimpleFileVisitor<Path> {
        private final Set<Path> taken;
        private final Set<Object> open;
        private final SortedSet<Path> databases = new TreeSet<>();
        private final SortedSet<Path> links = new TreeSet<>();
        private final Set<Path> seen = new HashSet<>();

        Listing(Set<Path> taken, Set<Object> open) {
            this.taken = taken;
            this.open = open;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(settings.directory()) && isOurs(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            directories.put(directory, attributes.lastModifiedTime().toMillis());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (covered.test(file)) {
                if (attributes.isSymbolicLink()) {
                    links.add(file);
                } else {
                    add(file);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        private void add(Path file) {
            if (taken.contains(file) || isDatabase(file)) {
                databases.add(file);
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private boolean isDatabase(Path file) {
            seen.add(file);
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                Object key = now.fileKey();
                if (!now.isRegularFile() || (key != null && open.contains(key))) {
                    return false;
                }
                String state = now.size() + " " + now.lastModifiedTime().toMillis();
                if (state.equals(undecided.get(file))) {
                    return false;
                }
                boolean database = beginsAsDatabase(file);
                if (!database) {
                    undecided.put(file, state);
                } else if (key != null) {
                    open.add(key);
                }
                return database;
            } catch (IOException e) {
                return false;
            }
        }
    }

    // Our meta directories and a run's saved sets hold copies of databases, or may.
    private static boolean isOurs(Path directory) {
        Path name = directory.getFileName();
        String text = name == null ? "" : name.toString();
        return text.startsWith(".") && (text.contains("lifeboat") || text.endsWith("-litestream"));
    }

    private static boolean beginsAsDatabase(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }
}
