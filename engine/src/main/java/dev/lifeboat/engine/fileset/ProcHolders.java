package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks through `/proc/*/fd` and `/proc/*/maps`, then asks the kernel for locks on the database's SHARED range (RB-5).
/// Where a process does not let us look (another user's, or one with more rights than we have), a write lease decides.
///
/// The links in `/proc/PID/fd` lead to the open file itself, in whatever namespace its path lies, and `stat` through
/// them tells device and inode. A process that ends while we look holds nothing any more.
public final class ProcHolders implements HolderScan {
    private static final long SHARED_FIRST = 0x4000_0002L;
    private static final long SHARED_SIZE = 510;
    /// The kernel's own number for the process namespace of the host, `PROC_PID_INIT_INO`.
    private static final String HOST_NAMESPACE = "pid:[4026531836]";

    private final Path proc;

    public ProcHolders() {
        this(Path.of("/proc"));
    }

    ProcHolders(Path proc) {
        this.proc = proc;
    }

    @Override
    public Holders scan(Set<FileId> files, List<Path> names) throws IOException {
        if (!Files.isDirectory(proc.resolve("self"))) {
            return new Holders.Unknown("this system has no /proc");
        }
        Map<Long, Holder> found = new LinkedHashMap<>();
        List<Long> unseen = new ArrayList<>();
        for (Path process : processes()) {
            look(process, files, found, unseen);
        }
        try {
            return answer(names, found, unseen);
        } catch (NoSuchFileException e) {
            return new Holders.Unknown("somebody took away " + e.getFile() + " while it was looked at");
        }
    }

    private Holders answer(List<Path> names, Map<Long, Holder> found, List<Long> unseen) throws IOException {
        if (found.isEmpty() && !names.isEmpty()) {
            lockHolder(names.getFirst()).ifPresent(holder -> found.put(holder.pid(), holder));
        }
        if (!found.isEmpty()) {
            return new Holders.Held(List.copyOf(found.values()));
        }
        return unseen.isEmpty() ? new Holders.None(reservations()) : askKernel(names, unseen);
    }

    /// Whoever could not be looked at may hold a file; the kernel knows without showing who.
    private static Holders askKernel(List<Path> names, List<Long> unseen) throws IOException {
        for (Path name : names) {
            if (!Libc.isOpenNowhereElse(name)) {
                return unknown(unseen);
            }
        }
        return names.isEmpty()
                ? unknown(unseen)
                : new Holders.None(
                        List.of(
                                unseen.size()
                                        + " processes could not be looked at, but the kernel granted a write lease: nobody has a file open"));
    }

    private List<Path> processes() throws IOException {
        try (Stream<Path> entries = Files.list(proc)) {
            return entries.filter(entry -> isNumber(entry.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void look(Path process, Set<FileId> files, Map<Long, Holder> found, List<Long> unseen) {
        long pid = Long.parseLong(process.getFileName().toString());
        try {
            Optional<Path> held = opened(process, files).or(() -> mapped(process, files));
            held.ifPresent(file -> found.put(pid, new Holder(pid, command(process), file)));
        } catch (AccessDeniedException e) {
            if (!isKernelThread(process)) {
                unseen.add(pid);
            }
        } catch (IOException e) {
            if (Files.exists(process)) {
                unseen.add(pid);
            }
        }
    }

    private static Optional<Path> opened(Path process, Set<FileId> files) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (leadsTo(descriptor, files)) {
                    return Optional.of(Files.readSymbolicLink(descriptor));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    private static boolean leadsTo(Path descriptor, Set<FileId> files) throws IOException {
        try {
            return files.contains(FileId.of(descriptor));
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return false; // closed since it was listed
        }
    }

    /// A mapping outlives its descriptor. The kernel shows some file systems' devices differently here than `stat` does
    /// (btrfs, overlay), so there the same inode is enough.
    private static Optional<Path> mapped(Path process, Set<FileId> files) {
        try {
            for (String line : Files.readAllLines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
                Optional<Mapping> mapping = Mapping.parse(line);
                if (mapping.isPresent() && files.stream().anyMatch(mapping.get()::shows)) {
                    return Optional.of(mapping.get().file());
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Holder> lockHolder(Path database) throws IOException {
        return Libc.lockAgainstWriting(database, SHARED_FIRST, SHARED_SIZE)
                .map(lock -> new Holder(
                        lock.pid(), lock.pid() == 0 ? "" : command(Path.of("/proc/" + lock.pid())), database));
    }

    private static Holders unknown(List<Long> unseen) {
        return new Holders.Unknown(
                "the open files of " + unseen.size() + " processes cannot be seen without more rights (pid "
                        + unseen.getFirst() + (unseen.size() > 1 ? " and others" : "") + ")");
    }

    private List<String> reservations() throws IOException {
        Path namespace = proc.resolve("self/ns/pid");
        return Files.isSymbolicLink(namespace)
                        && !Files.readSymbolicLink(namespace).toString().equals(HOST_NAMESPACE)
                ? List.of("processes outside this container show only by their locks")
                : List.of();
    }

    /// A kernel thread has no executable text: its `cmdline` is empty and it is a child of `kthreadd` (pid 2), or that.
    private static boolean isKernelThread(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[1].equals("2") || process.getFileName().toString().equals("2");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String command(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return line.replace('\0', ' ').strip();
        } catch (IOException e) {
            return "";
        }
    }
}
