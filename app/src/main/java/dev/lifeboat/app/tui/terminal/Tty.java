package dev.lifeboat.app.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.utils.Signals;

/// The controlling terminal: its attributes, its size, its bytes, its signals.
///
/// Reading blocks until there is a byte. Nobody else has handlers or hooks on it: a library's own would end the VM past
/// our shutdown hook, or race with it for the attributes (tui.md 3.2).
public final class Tty {
    /// What counts when the terminal does not know its size, as on a serial line.
    private static final TerminalSize UNKNOWN_SIZE = new TerminalSize(80, 24);

    private static final int STDIN = 0;

    private final Termios termios = new Termios(STDIN);
    private final InputStream input = new FileInputStream(FileDescriptor.in);
    private final OutputStream output = new FileOutputStream(FileDescriptor.out);
    private final byte[] found;

    private Tty() throws IOException {
        this.found = termios.attributes();
    }

    /// The terminal that stdin and stdout are; fails where they are none.
    public static Tty open() throws IOException {
        return new Tty();
    }

    /// Every byte arrives as it is typed, Ctrl+C, Ctrl+\ and Ctrl+Z included.
    public void raw() throws IOException {
        termios.set(Termios.raw(found));
    }

    /// Gives the terminal back the attributes that were found when it was opened.
    public void restore() throws IOException {
        termios.set(found);
    }

    /// From the terminal's driver, never by asking the terminal itself.
    public TerminalSize size() throws IOException {
        TerminalSize size = termios.size();
        return size.getColumns() == 0 || size.getRows() == 0 ? UNKNOWN_SIZE : size;
    }

    /// Blocks; returns how many bytes were read, -1 when the terminal is gone.
    public int read(byte[] buffer) throws IOException {
        return input.read(buffer, 0, buffer.length);
    }

    public OutputStream output() {
        return output;
    }

    /// Runs `action` whenever signal `name` (as `WINCH`) arrives.
    public void onSignal(String name, Runnable action) {
        Signals.register(name, action, Tty.class.getClassLoader());
    }
}
