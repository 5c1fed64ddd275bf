package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is mounted where, from `/proc/self/mountinfo`. A device number is not enough: `rename` does not cross from one
/// mount to another even where both show the same file system.
final class Mounts {
    private static final int MOUNT_POINT_FIELD = 4;

    private final List<Path> points;

    private Mounts(List<Path> points) {
        this.points = points;
    }

    static Mounts read(Path mountinfo) throws IOException {
        return new Mounts(Files.readAllLines(mountinfo).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > MOUNT_POINT_FIELD)
                .map(fields -> Path.of(unescaped(fields[MOUNT_POINT_FIELD])))
                .toList());
    }

    boolean isMountPoint(Path realPath) {
        return points.contains(realPath);
    }

    /// The mount that `realPath` lies in: the longest mount point that it begins with.
    Optional<Path> of(Path realPath) {
        return points.stream()
                .filter(realPath::startsWith)
                .reduce((a, b) -> b.getNameCount() >= a.getNameCount() ? b : a);
    }

    boolean together(Path oneRealPath, Path otherRealPath) {
        return of(oneRealPath).equals(of(otherRealPath));
    }

    /// The kernel writes space, tab, newline and backslash as three octal digits.
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
