package dev.lifeboat.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// Which file something is, whatever its name: the device and the inode (`stat`, which takes no descriptor and so
/// drops no lock).
public record FileId(long device, long inode) {
    /// The file that `path` leads to, symbolic links followed.
    public static FileId of(Path path) throws IOException {
        return from(Files.readAttributes(path, "unix:dev,ino"));
    }

    /// The file that `path` names itself, be it a symbolic link.
    public static FileId ofName(Path path) throws IOException {
        return from(Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS));
    }

    /// Of the attributes `unix:dev,ino`.
    public static FileId from(Map<String, Object> attributes) {
        return new FileId(number(attributes, "dev"), number(attributes, "ino"));
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
