package dev.lifeboat.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Takes a demonstration down: ends its processes, then removes its files.
///
/// Its processes are those that run our own program and name the sandbox among their arguments: a pager that
/// somebody has open on the report is not one. A process may start another while it is asked to end (the
/// worker starts the shop), so it is looked for until none is left.
public final class Strike {
    private static final Duration GENTLE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Sandbox sandbox;
    private final boolean keepFiles;
    private final Clock clock;

    public Strike(Sandbox sandbox, boolean keepFiles, Clock clock) {
        this.sandbox = sandbox;
        this.keepFiles = keepFiles;
        this.clock = clock;
    }

    /// Safe to call twice, and while the demonstration is still being set up.
    public synchronized void everything() throws IOException {
        endProcesses();
        if (!keepFiles) {
            removeFiles();
        }
    }

    private void endProcesses() throws IOException {
        processes().forEach(ProcessHandle::destroy);
        if (!new Patience(clock, GENTLE).within(() -> processes().isEmpty())) {
            Patience.of(clock, LIMIT).until("processes of the demonstration are left", () -> {
                processes().forEach(ProcessHandle::destroyForcibly);
                return processes().isEmpty();
            });
        }
    }

    private List<ProcessHandle> processes() {
        long self = ProcessHandle.current().pid();
        Optional<Path> program = program(self);
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && process.isAlive())
                .filter(process -> program(process.pid()).equals(program))
                .filter(process -> arguments(process).contains(sandbox.root().toString()))
                .toList();
    }

    private static Optional<Path> program(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe")));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static String arguments(ProcessHandle process) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return new String(raw, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }

    private void removeFiles() throws IOException {
        Patience.of(clock, LIMIT).until("files of the demonstration are left: " + sandbox.root(), () -> {
            try {
                removeTree(sandbox.root());
                return true;
            } catch (IOException e) {
                // Somebody wrote while we removed.
                return false;
            }
        });
    }

    private static void removeTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
