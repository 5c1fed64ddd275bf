package dev.lifeboat.rig.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Stops a process where it is and lets it go on, `SIGSTOP` and `SIGCONT`. All is linked when this is made, so that it
/// takes microseconds.
@SuppressWarnings("restricted")
final class Halt {
    private static final int CONTINUE = 18;
    private static final int STOP = 19;

    private final int pid;
    private final MethodHandle kill;

    Halt(long pid) {
        this.pid = Math.toIntExact(pid);
        Linker linker = Linker.nativeLinker();
        this.kill = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    void stop() throws IOException {
        send(STOP);
    }

    void goOn() throws IOException {
        send(CONTINUE);
    }

    private void send(int signal) throws IOException {
        if (Ioctl.called(() -> (int) kill.invokeExact(pid, signal)) != 0) {
            throw new IOException("process " + pid + " takes no signal " + signal);
        }
    }
}
