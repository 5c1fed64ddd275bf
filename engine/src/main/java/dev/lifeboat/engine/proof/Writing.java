package dev.lifeboat.engine.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether the owner will be able to write, by the mode bits of file and directory.
///
/// Another user's rights cannot be tried from this process, and its further groups, access control lists and mount
/// options are not seen here: what the bits deny is amber, and the finding says that it is by the bits.
final class Writing {
    static final String CHECK = "writable";
    private static final int ROOT = 0;
    private static final int READ_WRITE = 6;
    private static final int WRITE_SEARCH = 3;

    private Writing() {}

    static List<Finding> byModeOf(Belonging belonging) {
        List<Finding> findings = new ArrayList<>();
        String owner = belonging.uid() + ":" + belonging.gid();
        if (belonging.uid() != ROOT && (belonging.mode() >> 6 & READ_WRITE) != READ_WRITE) {
            findings.add(Finding.amber(
                    CHECK,
                    String.format(
                            Locale.ROOT,
                            "mode %04o does not let its owner %s read and write",
                            belonging.mode(),
                            owner)));
        }
        directory(belonging, owner, findings);
        return findings.isEmpty()
                ? List.of(Finding.green(
                        CHECK,
                        "by the mode bits " + owner + " can write the file and beside it in " + belonging.directory()))
                : findings;
    }

    /// SQLite makes its `-wal` or `-journal` beside the file: without that it cannot write either.
    private static void directory(Belonging belonging, String owner, List<Finding> findings) {
        Path directory = belonging.directory();
        try {
            Map<String, Object> found = Files.readAttributes(directory, "unix:uid,gid,mode");
            int uid = number(found, "uid");
            int gid = number(found, "gid");
            int mode = number(found, "mode");
            int shift = belonging.uid() == uid ? 6 : belonging.gid() == gid ? 3 : 0;
            if (belonging.uid() != ROOT && (mode >> shift & WRITE_SEARCH) != WRITE_SEARCH) {
                findings.add(Finding.amber(
                        CHECK,
                        String.format(
                                Locale.ROOT,
                                "by the mode bits %s cannot make a -wal or -journal in %s (%d:%d %04o)",
                                owner,
                                directory,
                                uid,
                                gid,
                                mode & 07777)));
            }
        } catch (IOException e) {
            findings.add(Finding.amber(CHECK, "the directory cannot be looked at: " + e));
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : 0;
    }
}
