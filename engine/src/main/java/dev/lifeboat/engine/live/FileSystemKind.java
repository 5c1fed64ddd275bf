package dev.lifeboat.engine.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What kind of file system a database lies on, from `/proc/self/mountinfo` (DB-4). `name` is the kernel's, empty where
/// it cannot be told.
public record FileSystemKind(String name) {
    /// File systems that hosts or processes share without one kernel that knows all locks and all mapped memory.
    private static final List<String> SHARED = List.of(
            "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "virtiofs", "ceph", "glusterfs", "afs", "lustre");

    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT_FIELD = 4;

    /// Of the mount that `file` lies in.
    public static FileSystemKind of(Path file) throws IOException {
        return Files.isReadable(MOUNTINFO) ? in(Files.readAllLines(MOUNTINFO), file) : new FileSystemKind("");
    }

    static FileSystemKind in(List<String> mountinfo, Path file) {
        Path best = Path.of("/");
        String name = "";
        for (String line : mountinfo) {
            String[] fields = line.split(" ", -1);
            int separator = List.of(fields).indexOf("-");
            if (separator > MOUNT_POINT_FIELD && separator + 1 < fields.length) {
                Path point = Path.of(unescaped(fields[MOUNT_POINT_FIELD]));
                // A later mount on the same point lies above the earlier one.
                if (file.startsWith(point) && point.getNameCount() >= best.getNameCount()) {
                    best = point;
                    name = fields[separator + 1];
                }
            }
        }
        return new FileSystemKind(name);
    }

    /// The kernel writes space, tab, newline and backslash as three octal digits.
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /// Why no database may be watched there.
    public Optional<DatabaseTrouble> trouble(Path database) {
        return SHARED.contains(name) || name.startsWith("fuse")
                ? Optional.of(new DatabaseTrouble.UnsafeFileSystem(database, name))
                : Optional.empty();
    }

    /// What a person should know; empty where there is nothing.
    public String notice() {
        return name.equals("overlay")
                ? "the database lies on a container's own layer (overlay): the host and other containers see other"
                        + " locks and other rows there; a volume is safe"
                : "";
    }
}
