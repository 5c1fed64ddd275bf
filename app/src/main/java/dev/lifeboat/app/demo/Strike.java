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
/// Its processes are those that run our own program, or the shell that is about to become it, and name the
/// sandbox among their arguments: a pager that somebody has open on the report is not one. A process may start
/// another while it is asked to end (the worker starts the shop), so it is looked for until none is left, once
/// more when the files are gone.
public final class Strike {
    private static final Duration GENTLE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Sandbox sandbox;
    private final String launcher;
    private final boolean keepFiles;
    private final Clock clock;
    private boolean struck;

    /// `launcher` is the first word of the command lines that start our program.
    public Strike(Sandbox sandbox, String launcher, boolean keepFiles, Clock clock) {
        this.sandbox = sandbox;
        this.launcher = launcher;
        this.keepFiles = keepFiles;
        this.clock = clock;
    }

    /// Starts a process of the demonstration, unless that is over: none slips in between the last look and our own end.
    public synchronized Process start(ProcessBuilder builder) throws IOException {
        if (struck) {
            throw new IOException("the demonstration is over");
        }
        return builder.start();
    }

    /// Safe to call twice, and while the demonstration is still being set up.
    public synchronized void everything() throws IOException {
        struck = true;
        endProcesses();
        if (!keepFiles) {
            removeFiles();
            endProcesses();
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
                .filter(process -> isOurs(process, program))
                .toList();
    }

    private boolean isOurs(ProcessHandle process, Optional<Path> program) {
        String arguments = arguments(process);
        return arguments.contains(sandbox.root().toString())
                && (arguments.contains(launcher) || program(process.pid()).equals(program));
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
