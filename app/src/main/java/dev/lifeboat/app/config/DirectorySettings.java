package dev.lifeboat.app.config;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Databases that are not known in advance: the files below `directory` whose names match `pattern`.
///
/// `every` has what is the same for all of them; its path is the directory. Each database gets a place of its
/// own in every replica, named after its path below the directory, as Litestream 0.5 does.
public record DirectorySettings(
        Path directory, String pattern, boolean recursive, boolean watch, DatabaseSettings every) {
    private static final Set<String> SIDE_FILES = Set.of("-wal", "-shm", "-journal");

    /// The settings of one database that was found. `file` lies below the directory.
    public DatabaseSettings of(Path file) {
        String relative = directory.relativize(file).toString();
        List<ReplicaSettings> replicas = every.replicas().stream()
                .map(replica -> replica.withUrl(below(replica.url(), relative)))
                .toList();
        return every.at(file, replicas);
    }

    /// Which files would be of them by their names: whether there is one, and what it holds, is another question.
    public Predicate<Path> covered() {
        PathMatcher names = directory.getFileSystem().getPathMatcher("glob:" + pattern);
        return file -> {
            Path name = file.getFileName();
            boolean isInside = file.startsWith(directory)
                    && !file.equals(directory)
                    && (recursive || directory.equals(file.getParent()));
            return isInside
                    && name != null
                    && names.matches(name)
                    && SIDE_FILES.stream().noneMatch(name.toString()::endsWith);
        };
    }

    DirectorySettings withSyncInterval(Duration pace) {
        return new DirectorySettings(directory, pattern, recursive, watch, every.withSyncInterval(pace));
    }

    /// A query behind the path of a URL stays behind it.
    static String below(String url, String relative) {
        int query = url.startsWith("file:") ? -1 : url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String rest = query < 0 ? "" : url.substring(query);
        return path + (path.endsWith("/") ? "" : "/") + relative + rest;
    }
}
