package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.fileset.Disk;
import dev.lifeboat.engine.fileset.Ownership;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A disk in a worker that dies behind its N-th act.
final class MortalDisk implements Disk {
    private final Disk disk;
    private final Death death;
    private int left;
    private Optional<Path> guard = Optional.empty();

    MortalDisk(Disk disk, Death death) {
        this.disk = disk;
        this.death = death;
        this.left = death.when().equals("guarded") ? 0 : Integer.parseInt(death.when());
    }

    private interface Act {
        void run() throws IOException;
    }

    private void then(Act act) throws IOException {
        act.run();
        if (--left == 0) {
            death.now();
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        then(() -> disk.createDirectory(directory));
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        then(() -> disk.link(existing, name));
    }

    @Override
    public void guard(Path name, Ownership like) throws IOException {
        guard = Optional.of(name);
        then(() -> disk.guard(name, like));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        then(() -> disk.rename(from, to));
        if (guard.equals(Optional.of(from)) && death.when().equals("guarded")) {
            death.now();
        }
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        then(() -> disk.write(file, bytes));
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        then(() -> disk.copy(from, to));
    }

    @Override
    public void own(Path file, Ownership ownership) throws IOException {
        then(() -> disk.own(file, ownership));
    }

    @Override
    public void delete(Path file) throws IOException {
        then(() -> disk.delete(file));
    }

    @Override
    public void syncFile(Path file) throws IOException {
        then(() -> disk.syncFile(file));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        then(() -> disk.syncDirectory(directory));
    }
}
