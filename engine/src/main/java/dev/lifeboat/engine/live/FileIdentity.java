package dev.lifeboat.engine.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// Which file it is, whatever it is called. Learnt by stat, which is harmless to locks.
public record FileIdentity(long device, long inode) {
    /// `NoSuchFileException` where nothing has this name; a symbolic link is not followed.
    public static FileIdentity of(Path path) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
        return new FileIdentity(number(stat, "dev"), number(stat, "ino"));
    }

    private static long number(Map<String, Object> stat, String name) {
        return stat.get(name) instanceof Number number ? number.longValue() : -1;
    }
}
