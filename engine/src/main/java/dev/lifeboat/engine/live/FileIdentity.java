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
        return new FileIdentity(((Number) stat.get("dev")).longValue(), ((Number) stat.get("ino")).longValue());
    }
}
