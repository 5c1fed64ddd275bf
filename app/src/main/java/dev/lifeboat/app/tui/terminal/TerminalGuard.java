package dev.lifeboat.app.tui.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/// Owns entering and leaving: whatever ends the program, the terminal is left as it was found (tui.md 3.2).
///
/// `leave` may be called twice, from any thread, while a frame is being written, and after the terminal is gone.
public final class TerminalGuard {
    /// How long a shutdown waits for a terminal that takes no bytes, such as one stopped by Ctrl+S.
    private static final long PATIENCE_MILLIS = 500;

    private final Tty tty;
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread hook = new Thread(this::leaveInTime, "leave-terminal");
    private volatile boolean entered;

    public TerminalGuard(Tty tty) {
        this.tty = tty;
    }

    /// From here on the shutdown hook leaves (TERM, HUP and INT run it, and so does an exit from anywhere).
    public void arm() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Raw attributes; the modes follow with the first frame.
    public void enter() throws IOException {
        lock.lock();
        try {
            tty.raw();
            entered = true;
        } finally {
            lock.unlock();
        }
    }

    /// What frames are written to. Once the terminal was left, nothing reaches it any more: a frame that was painted
    /// while another thread left is dropped.
    public OutputStream frames() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                lock.lock();
                try {
                    if (entered) {
                        tty.output().write(bytes, offset, length);
                    }
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    public boolean isEntered() {
        return entered;
    }

    /// Modes off, attributes back. An error is ignored: the terminal may be gone, and there is nobody to tell.
    public void leave() {
        lock.lock();
        try {
            if (entered) {
                entered = false;
                giveBack();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Leaves, stops this process, and enters again when it is continued.
    public void suspend() throws IOException {
        leave();
        Stop.self();
        enter();
    }

    /// Leaves for good.
    public void disarm() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The VM is ending: the hook is running and finds nothing left to do.
        }
    }

    private void giveBack() {
        try {
            OutputStream out = tty.output();
            out.write(FrameTerminal.leaving());
            out.flush();
        } catch (IOException _) {
            // Told above.
        }
        try {
            tty.restore();
        } catch (IOException _) {
            // Told above.
        }
    }

    private void leaveInTime() {
        Thread leaving = Thread.ofPlatform().daemon().name("leave-terminal-now").start(this::leave);
        try {
            leaving.join(PATIENCE_MILLIS);
            if (leaving.isAlive()) {
                // A frame waits for the terminal to take it. The attributes wait for nobody.
                tty.restore();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // The terminal is gone.
        }
    }
}
