package dev.lifeboat.rig;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A small file system in memory, or a directory of another one, mounted while this is open.
final class Mounted implements Closeable {
    private final Path directory;

    private Mounted(Path directory) {
        this.directory = directory;
    }

    static Mounted tmpfs(Path directory, String size) throws IOException, InterruptedException {
        Tool.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
        return new Mounted(directory);
    }

    /// `directory` shows what lies in `other`.
    static Mounted bind(Path other, Path directory) throws IOException, InterruptedException {
        Tool.run("mount", "--bind", other.toString(), directory.toString());
        return new Mounted(directory);
    }

    @Override
    public void close() throws IOException {
        try {
            // Lazily: a process that is just ending may still hold a file.
            Tool.run("umount", "-l", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
