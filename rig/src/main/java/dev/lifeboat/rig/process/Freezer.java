package dev.lifeboat.rig.process;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;

/// Lets the disk of a volume hang, once: whoever writes there, or waits for an fsync, waits until it thaws, and cannot
/// be killed meanwhile.
///
/// One process finds the disk so wherever it was when it was told to freeze. Another process thaws it after the time
/// that was given here, whatever becomes of this one: it begins to count when it is told, or when nobody is left who
/// could tell. Closing thaws what is frozen still.
public final class Freezer implements Closeable {
    /// `FIFREEZE` and `FITHAW`.
    private static final long FREEZE = 0xC0045877L;
    private static final long THAW = 0xC0045878L;

    private final Ioctl ioctl;
    private final Halt halt;
    private final Process timer;

    Freezer(Path directory, Duration time, long pid) throws IOException {
        this.ioctl = new Ioctl(directory);
        this.halt = new Halt(pid);
        this.timer = new ProcessBuilder(
                        "sh",
                        "-c",
                        "read -r _; sleep \"$1\"; exec fsfreeze --unfreeze \"$0\"",
                        directory.toString(),
                        Double.toString(time.toMillis() / 1000.0))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
    }

    /// The process is stopped meanwhile: the kernel writes out first what is left to write, and that takes a while.
    public void freeze() throws IOException {
        halt.stop();
        try {
            ioctl.ask(FREEZE, 0);
        } finally {
            halt.goOn();
        }
        timer.getOutputStream().close();
    }

    /// Whether it answers again.
    public boolean isOver() {
        return !timer.isAlive();
    }

    @Override
    public void close() throws IOException {
        boolean isFrozen = timer.isAlive();
        timer.destroyForcibly();
        try {
            timer.waitFor();
            if (isFrozen) {
                ioctl.ask(THAW, 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ioctl.close();
        }
    }
}
