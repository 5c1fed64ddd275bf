package dev.lifeboat.engine.fileset;

import java.nio.file.Path;

/// A process that has one of the files open or mapped, `file` as that process sees it. `pid` is 0 where only a lock
/// betrays it.
public record Holder(long pid, String command, Path file) {
    @Override
    public String toString() {
        return pid == 0
                ? "a process that cannot be seen from here (holds a lock)"
                : "pid " + pid + " (" + command + ")";
    }
}
