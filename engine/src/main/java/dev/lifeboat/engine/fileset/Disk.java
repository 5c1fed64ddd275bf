package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Path;

/// The acts of a swap that change a disk, one system call each as far as a crash can tell, so that a test can end the
/// world between any two of them. Looking is not part of it: state is read from the file system itself.
///
/// Every act is whole or has not happened. None of them is durable before [#syncFile] or [#syncDirectory].
public interface Disk {
    /// Makes a directory that only we can enter, 0700. One that exists already is no error.
    void createDirectory(Path directory) throws IOException;

    /// A second name for the same file; `UnsupportedOperationException` where the file system has no hard links.
    void link(Path existing, Path name) throws IOException;

    /// Makes a node at `name` that nobody can open, with the owner and mode of `like`.
    void guard(Path name, Ownership like) throws IOException;

    /// Gives `from` the name `to`; what had that name is replaced in the same moment.
    void rename(Path from, Path to) throws IOException;

    /// Writes a small file that does not exist yet, or replaces one of ours.
    void write(Path file, byte[] bytes) throws IOException;

    /// Copies a file's bytes to a name that does not exist yet, mode 0600.
    void copy(Path from, Path to) throws IOException;

    void own(Path file, Ownership ownership) throws IOException;

    /// One that is absent is no error.
    void delete(Path file) throws IOException;

    void syncFile(Path file) throws IOException;

    void syncDirectory(Path directory) throws IOException;
}
