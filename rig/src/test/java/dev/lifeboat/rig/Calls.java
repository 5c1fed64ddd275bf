package dev.lifeboat.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The system calls that change something in one directory, from a log of strace: name, and the how-manieth call of
/// that name it was in its thread, which is what `when=` of an injection counts.
record Calls(List<Call> calls) {
    /// Everything that makes, fills, names, owns or removes a file.
    static final List<String> CHANGING = List.of(
            "openat",
            "mkdir",
            "mkdirat",
            "write",
            "pwrite64",
            "writev",
            "pwritev",
            "ftruncate",
            "fallocate",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "unlink",
            "unlinkat",
            "rmdir",
            "fsync",
            "fdatasync",
            "chmod",
            "fchmod",
            "fchmodat",
            "chown",
            "fchown",
            "lchown",
            "fchownat");

    private static final Pattern LINE = Pattern.compile("([0-9]+) +([a-z0-9]+)\\((.*)");

    record Call(String name, int ordinal, String text) {}

    static Calls in(Path log, Path directory) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String line : Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.lookingAt()) {
                String name = matcher.group(2);
                int ordinal = counts.merge(matcher.group(1) + name, 1, Integer::sum);
                String text = matcher.group(3);
                boolean isRead = name.equals("openat") && !text.contains("O_CREAT");
                if (text.contains(directory.toString()) && !isRead) {
                    calls.add(new Call(name, ordinal, text));
                }
            }
        }
        return new Calls(List.copyOf(calls));
    }
}
