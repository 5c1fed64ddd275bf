package dev.lifeboat.runbooks.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a file that will run with our rights could have been changed by somebody else (RB-9): it and every
/// directory above it must belong to root or to us and be writable by nobody else.
final class Trust {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;

    private final int ourUid;

    Trust(int ourUid) {
        this.ourUid = ourUid;
    }

    static Trust ofThisProcess() throws IOException {
        return new Trust((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /// What is wrong with `file`, or nothing.
    Optional<String> objection(Path file) throws IOException {
        Path real = file.toRealPath();
        for (Path part = real; part != null; part = part.getParent()) {
            Optional<String> found = objectionTo(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> objectionTo(Path path) throws IOException {
        int uid = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if (uid != 0 && uid != ourUid) {
            return Optional.of(path + " belongs to user " + uid);
        }
        // In a sticky directory of root's others can add entries and cannot replace ours.
        boolean sticky = uid == 0 && (mode & STICKY) != 0 && Files.isDirectory(path);
        return (mode & WRITABLE_BY_OTHERS) != 0 && !sticky
                ? Optional.of(path + " can be written by others (mode " + Integer.toOctalString(mode & 07777) + ")")
                : Optional.empty();
    }
}
