package dev.lifeboat.app.tui.terminal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Stops this process as Ctrl+Z does, by `kill(2)`, which Java does not offer for oneself.
final class Stop {
    private static final int SIGSTOP = System.getProperty("os.name", "").startsWith("Mac") ? 17 : 19;

    private Stop() {}

    /// Returns when somebody has continued the process. Without native access nothing happens, as if continued at once.
    @SuppressWarnings("restricted")
    static void self() {
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle kill = linker.downcallHandle(
                    linker.defaultLookup().find("kill").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int pid = Math.toIntExact(ProcessHandle.current().pid());
            int result = (int) kill.invokeExact(pid, SIGSTOP);
            if (result != 0) {
                throw new IllegalStateException("kill(" + pid + ", SIGSTOP) returned " + result);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot stop this process", e);
        }
    }
}
