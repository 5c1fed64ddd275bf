package dev.lifeboat.app.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.AbstractPosixTerminal;
import org.jline.terminal.spi.Pty;
import org.jline.utils.Signals;

/// The controlling terminal by way of JLine: its attributes, its size, its bytes.
///
/// Reading blocks until there is a byte. Signals are ours alone: JLine's own handlers would end the VM past our
/// shutdown hook, so it gets none (tui.md 3.2).
public final class Tty implements Closeable {
    /// What counts when the terminal does not know its size, as on a serial line.
    private static final TerminalSize UNKNOWN_SIZE = new TerminalSize(80, 24);

    private static final int UNDEFINED = 0;

    private final Terminal terminal;
    private final Pty pty;
    private final InputStream input;
    private final OutputStream output;
    private final Attributes found;

    private Tty(Terminal terminal, Pty pty) throws IOException {
        this.terminal = terminal;
        this.pty = pty;
        this.input = pty.getSlaveInput();
        this.output = pty.getSlaveOutput();
        this.found = pty.getAttr();
    }

    /// Opens the terminal that stdin and stdout are; fails where they are none.
    public static Tty open(Charset charset) throws IOException {
        // Without this, JLine polls the descriptor with VMIN=0 and a read returns 0 bytes instead of waiting.
        System.setProperty(TerminalBuilder.PROP_NON_BLOCKING_READS, "false");
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .provider(TerminalBuilder.PROP_PROVIDER_FFM)
                .dumb(false)
                .nativeSignals(false)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .encoding(charset)
                .build();
        if (terminal instanceof AbstractPosixTerminal posix) {
            return new Tty(terminal, posix.getPty());
        }
        terminal.close();
        throw new IOException("not a terminal that can be controlled: " + terminal.getClass());
    }

    /// Every byte arrives as it is typed, Ctrl+C, Ctrl+\ and Ctrl+Z included.
    public void raw() throws IOException {
        Attributes raw = new Attributes(found);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR, InputFlag.ISTRIP), false);
        raw.setOutputFlag(OutputFlag.OPOST, true);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        for (ControlChar key : EnumSet.of(ControlChar.VINTR, ControlChar.VQUIT, ControlChar.VSUSP)) {
            raw.setControlChar(key, UNDEFINED);
        }
        pty.setAttr(raw);
    }

    /// Gives the terminal back the attributes that were found when it was opened.
    public void restore() throws IOException {
        pty.setAttr(found);
    }

    public TerminalSize size() throws IOException {
        Size size = pty.getSize();
        return size.getColumns() <= 0 || size.getRows() <= 0
                ? UNKNOWN_SIZE
                : new TerminalSize(size.getColumns(), size.getRows());
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

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
