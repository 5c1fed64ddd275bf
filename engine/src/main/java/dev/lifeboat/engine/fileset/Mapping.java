package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import java.nio.file.Path;
import java.util.Optional;

/// A line of `/proc/PID/maps` that shows a file: `address perms offset major:minor inode path`.
record Mapping(long device, long inode, Path file) {
    private static final int FIELDS = 6;

    static Optional<Mapping> parse(String line) {
        String[] fields = line.split(" +", FIELDS);
        if (fields.length < FIELDS || fields[4].equals("0") || !fields[5].startsWith("/")) {
            return Optional.empty();
        }
        String[] device = fields[3].split(":");
        long major = Long.parseLong(device[0], 16);
        long minor = Long.parseLong(device[1], 16);
        return Optional.of(new Mapping(makedev(major, minor), Long.parseLong(fields[4]), Path.of(fields[5])));
    }

    /// As glibc packs a device number into the `st_dev` that [FileId] has.
    private static long makedev(long major, long minor) {
        return (minor & 0xFF) | ((major & 0xFFF) << 8) | ((minor & ~0xFFL) << 12) | ((major & ~0xFFFL) << 32);
    }

    boolean shows(FileId id) {
        return inode == id.inode() && (device == id.device() || isAnonymousDevice(device));
    }

    /// Major 0: btrfs and overlay, where `stat` may give another number for the same file.
    private static boolean isAnonymousDevice(long device) {
        return (device & 0xFFF00) == 0;
    }
}
