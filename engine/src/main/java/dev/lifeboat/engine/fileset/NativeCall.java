package dev.lifeboat.engine.fileset;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of the C library that says what went wrong in `errno`. It is linked when it is first called: that takes
/// some milliseconds, and a command calls one or two.
final class NativeCall {
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final FunctionDescriptor descriptor;
    private final List<Linker.Option> options;
    private @Nullable MethodHandle linked;

    private NativeCall(String name, FunctionDescriptor descriptor, List<Linker.Option> options) {
        this.name = name;
        this.descriptor = descriptor;
        this.options = options;
    }

    static NativeCall of(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        List<Linker.Option> all = new ArrayList<>(List.of(options));
        all.add(KEEP_ERRNO);
        return new NativeCall(name, descriptor, List.copyOf(all));
    }

    /// What a call returned, and `errno` behind it.
    record Answer(Path file, long value, int errno) {
        boolean failedWith(int code) {
            return value < 0 && errno == code;
        }

        long orThrow(String what) throws FileSystemException {
            if (value < 0) {
                throw new FileSystemException(file.toString(), null, what + " (errno " + errno + ")");
            }
            return value;
        }
    }

    /// `file` is what the call is about, for the message.
    Answer call(Arena arena, Path file, Object... arguments) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        List<Object> all = new ArrayList<>();
        all.add(state);
        all.addAll(List.of(arguments));
        try {
            long value = ((Number) linked().invokeWithArguments(all)).longValue();
            return new Answer(file, value, (int) ERRNO.get(state, 0L));
        } catch (Throwable e) {
            throw new IllegalStateException("call into the C library", e);
        }
    }

    @SuppressWarnings("restricted") // the launcher allows native access; there is no other way to these calls
    private synchronized MethodHandle linked() {
        MethodHandle handle = linked;
        if (handle == null) {
            Linker linker = Linker.nativeLinker();
            handle = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name), descriptor, options.toArray(Linker.Option[]::new));
            linked = handle;
        }
        return handle;
    }
}
