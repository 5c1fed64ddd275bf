package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Path;

/// A file system that has no hard links.
final class WithoutHardLinks implements Disk {
    private final Disk disk = new LocalDisk();

    @Override
    public void createDirectory(Path directory) throws IOException {
        disk.createDirectory(directory);
    }

    @Override
    public void link(Path existing, Path name) {
        throw new UnsupportedOperationException("no hard links here");
    }

    @Override
    public void guard(Path name, Ownership like) throws IOException {
        disk.guard(name, like);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        disk.write(file, bytes);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        disk.copy(from, to);
    }

    @Override
    public void own(Path file, Ownership ownership) throws IOException {
        disk.own(file, ownership);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void syncFile(Path file) throws IOException {
        disk.syncFile(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }
}
