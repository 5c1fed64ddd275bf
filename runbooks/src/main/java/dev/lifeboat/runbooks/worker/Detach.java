package dev.lifeboat.runbooks.worker;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Frees this process from the terminal that it was started from (RB-3): a session of its own, so that a hang-up is
/// not sent to it, and HUP ignored, so that one sent all the same does nothing.
final class Detach {
    private static final int SIGHUP = 1;
    private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

    private Detach() {}

    /// How it was done, for the journal.
    static String fromTerminal() {
        boolean newSession = callSetsid() > 0;
        ignoreHangUp();
        // A process that leads a group already cannot begin a session: then it has one of its own, or its parent saw to
        // it.
        return newSession ? "setsid" : "own group";
    }

    private static int callSetsid() {
        try {
            return (int) function("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT))
                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("setsid cannot be called", e);
        }
    }

    private static void ignoreHangUp() {
        FunctionDescriptor signal =
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        try {
            MemorySegment before = (MemorySegment) function("signal", signal).invokeExact(SIGHUP, SIG_IGN);
            if (before.address() == -1) {
                throw new IllegalStateException("HUP cannot be ignored");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("signal cannot be called", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(() -> new IllegalStateException("no " + name)), type);
    }
}
