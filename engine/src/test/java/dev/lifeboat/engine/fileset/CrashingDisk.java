package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Path;

/// A disk whose host dies before a chosen act: that act and all later ones do not happen.
final class CrashingDisk implements Disk {
    /// The end of the world, which no `catch (IOException)` may survive.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Disk disk;
    private final int diesBefore;
    private int acts;

    CrashingDisk(Disk disk, int diesBefore) {
        this.disk = disk;
        this.diesBefore = diesBefore;
    }

    int acts() {
        return acts;
    }

    private Disk next() {
        if (acts >= diesBefore) {
            throw new Crash();
        }
        acts++;
        return disk;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        next().createDirectory(directory);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        next().link(existing, name);
    }

    @Override
    public void guard(Path name, Ownership like) throws IOException {
        next().guard(name, like);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        next().rename(from, to);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        next().write(file, bytes);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        next().copy(from, to);
    }

    @Override
    public void own(Path file, Ownership ownership) throws IOException {
        next().own(file, ownership);
    }

    @Override
    public void delete(Path file) throws IOException {
        next().delete(file);
    }

    @Override
    public void syncFile(Path file) throws IOException {
        next().syncFile(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        next().syncDirectory(directory);
    }
}
