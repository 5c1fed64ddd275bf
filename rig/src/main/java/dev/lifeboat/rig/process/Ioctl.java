package dev.lifeboat.rig.process;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// What the kernel does to the file system of an open directory when it is asked. All is linked when this is made, so
/// that asking takes microseconds.
@SuppressWarnings("restricted")
final class Ioctl implements Closeable {
    private final Path directory;
    private final Arena arena = Arena.ofShared();
    private final MethodHandle ioctl;
    private final MethodHandle close;
    private final MemorySegment argument = arena.allocate(ValueLayout.JAVA_INT);
    private final int descriptor;

    Ioctl(Path directory) throws IOException {
        Linker linker = Linker.nativeLinker();
        this.directory = directory;
        MethodHandle open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        this.ioctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
        this.close = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MemorySegment name = arena.allocateFrom(directory.toString());
        this.descriptor = called(() -> (int) open.invokeExact(name, 0));
        if (descriptor < 0) {
            arena.close();
            throw new IOException("cannot be opened: " + directory);
        }
    }

    void ask(long request, int value) throws IOException {
        argument.set(ValueLayout.JAVA_INT, 0, value);
        if (called(() -> (int) ioctl.invokeExact(descriptor, request, argument)) != 0) {
            throw new IOException("the file system at " + directory + " refuses request " + Long.toHexString(request));
        }
    }

    interface Call {
        int run() throws Throwable;
    }

    /// What a call of the C library answers.
    static int called(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        int result = called(() -> (int) close.invokeExact(descriptor));
        arena.close();
        if (result != 0) {
            throw new IOException("cannot be closed: " + directory);
        }
    }
}
