package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The few calls of the C library that Java has no words for: extended attributes outside `user.`, asking about a
/// record lock without taking it, and a node that cannot be opened. 64-bit Linux.
final class Libc {
    private static final int ENOENT = 2;
    private static final int ENODATA = 61;
    private static final int EOPNOTSUPP = 95;
    private static final int S_IFSOCK = 0140000;
    private static final int O_CLOEXEC = 02000000;
    private static final int F_GETLK = 5;
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final int SIGURG = 23;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    /// The kernel's own limit on one value and on a list of names (`XATTR_SIZE_MAX`).
    private static final int ATTRIBUTE_MAX = 65536;

    private static final StructLayout FLOCK = MemoryLayout.structLayout(
            ValueLayout.JAVA_SHORT.withName("type"),
            ValueLayout.JAVA_SHORT.withName("whence"),
            MemoryLayout.paddingLayout(4),
            ValueLayout.JAVA_LONG.withName("start"),
            ValueLayout.JAVA_LONG.withName("length"),
            ValueLayout.JAVA_INT.withName("pid"),
            MemoryLayout.paddingLayout(4));

    private static final NativeCall LIST = NativeCall.of(
            "llistxattr",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final NativeCall GET = NativeCall.of(
            "lgetxattr",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG));
    private static final NativeCall SET = NativeCall.of(
            "lsetxattr",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
    private static final NativeCall REMOVE = NativeCall.of(
            "lremovexattr", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final NativeCall OPEN = NativeCall.of(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final NativeCall MKNOD = NativeCall.of(
            "mknod",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final NativeCall CLOSE =
            NativeCall.of("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final NativeCall FCNTL = NativeCall.of(
            "fcntl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));

    private static final NativeCall FCNTL_NUMBER = NativeCall.of(
            "fcntl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));

    private Libc() {}

    /// A lock of another process; `pid` is 0 where that process is in a namespace that cannot be seen from here.
    record ForeignLock(long pid) {}

    static SortedMap<String, byte[]> extendedAttributes(Path file) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toString());
            MemorySegment names = arena.allocate(ATTRIBUTE_MAX);
            NativeCall.Answer listed = LIST.call(arena, file, path, names, (long) ATTRIBUTE_MAX);
            if (listed.failedWith(EOPNOTSUPP)) {
                return found;
            }
            String text =
                    new String(bytes(names, listed.orThrow("cannot list extended attributes")), StandardCharsets.UTF_8);
            MemorySegment value = arena.allocate(ATTRIBUTE_MAX);
            for (String name : text.split("\0")) {
                if (!name.isEmpty()) {
                    NativeCall.Answer got =
                            GET.call(arena, file, path, arena.allocateFrom(name), value, (long) ATTRIBUTE_MAX);
                    if (!got.failedWith(ENODATA)) {
                        found.put(name, bytes(value, got.orThrow("cannot read extended attribute " + name)));
                    }
                }
            }
        }
        return found;
    }

    static void setExtendedAttribute(Path file, String name, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, value, ValueLayout.JAVA_BYTE, 0, bytes.length);
            SET.call(
                            arena,
                            file,
                            arena.allocateFrom(file.toString()),
                            arena.allocateFrom(name),
                            value,
                            (long) bytes.length,
                            0)
                    .orThrow("cannot set extended attribute " + name);
        }
    }

    static void removeExtendedAttribute(Path file, String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            REMOVE.call(arena, file, arena.allocateFrom(file.toString()), arena.allocateFrom(name))
                    .orThrow("cannot remove extended attribute " + name);
        }
    }

    /// The lock that stands against writing `length` bytes from `start`. Asks only (`F_GETLK`): taking the lock would
    /// answer an application that looks in the same moment with "database is locked".
    static Optional<ForeignLock> lockAgainstWriting(Path file, long start, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = open(arena, file);
            try {
                MemorySegment lock = arena.allocate(FLOCK);
                lock.set(ValueLayout.JAVA_SHORT, 0, F_WRLCK);
                lock.set(ValueLayout.JAVA_LONG, 8, start);
                lock.set(ValueLayout.JAVA_LONG, 16, length);
                FCNTL.call(arena, file, descriptor, F_GETLK, lock).orThrow("cannot ask for locks");
                return lock.get(ValueLayout.JAVA_SHORT, 0) == F_UNLCK
                        ? Optional.empty()
                        : Optional.of(new ForeignLock(Math.max(0, lock.get(ValueLayout.JAVA_INT, 24))));
            } finally {
                CLOSE.call(arena, file, descriptor).orThrow("cannot close");
            }
        }
    }

    /// Whether the kernel says that nobody but us has `file` open, in no process and no namespace: then alone it
    /// grants a write lease (fcntl(2), `F_SETLEASE`). False also where it cannot say: another owner's file, NFS.
    ///
    /// Whoever opens the file in that moment waits until the lease is given back, and the kernel tells us so by a
    /// signal. The usual one, SIGIO, would end this process; SIGURG is ignored unless asked for.
    static boolean isOpenNowhereElse(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = open(arena, file);
            try {
                FCNTL_NUMBER.call(arena, file, descriptor, F_SETSIG, SIGURG).orThrow("cannot choose a signal");
                boolean granted = FCNTL_NUMBER
                                .call(arena, file, descriptor, F_SETLEASE, (int) F_WRLCK)
                                .value()
                        == 0;
                if (granted) {
                    FCNTL_NUMBER
                            .call(arena, file, descriptor, F_SETLEASE, (int) F_UNLCK)
                            .orThrow("cannot give back");
                }
                return granted;
            } finally {
                CLOSE.call(arena, file, descriptor).orThrow("cannot close");
            }
        }
    }

    /// Makes the node of a socket that nobody listens on, mode 0600. Needs no privilege.
    static void makeSocketNode(Path name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MKNOD.call(arena, name, arena.allocateFrom(name.toString()), S_IFSOCK | 0600, 0L)
                    .orThrow("cannot make the guard");
        }
    }

    private static int open(Arena arena, Path file) throws IOException {
        NativeCall.Answer opened = OPEN.call(arena, file, arena.allocateFrom(file.toString()), O_CLOEXEC);
        if (opened.failedWith(ENOENT)) {
            throw new NoSuchFileException(file.toString());
        }
        return Math.toIntExact(opened.orThrow("cannot open"));
    }

    private static byte[] bytes(MemorySegment memory, long length) {
        return memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
