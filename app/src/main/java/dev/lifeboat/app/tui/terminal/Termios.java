package dev.lifeboat.app.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The attributes and the size of a terminal by termios(3) and ioctl(2), on Linux.
///
/// The structure is kept byte for byte, and only the flags that raw mode needs are changed in a copy. JLine's
/// `Attributes` do not hold the line speed: setting them says B0, which on a serial line means to hang up or 9600 baud.
final class Termios {
    private static final int BYTES = 128;
    private static final int TCSANOW = 0;
    private static final long TIOCGWINSZ = 0x5413;

    private static final int INPUT_FLAGS = 0;
    private static final int LOCAL_FLAGS = 12;
    private static final int CONTROL_CHARACTERS = 17;

    private static final int ISTRIP_INLCR_ICRNL_IXON = 0x20 | 0x40 | 0x100 | 0x400;
    private static final int ICANON_ECHO_IEXTEN = 0x2 | 0x8 | 0x8000;

    private static final int VINTR = 0;
    private static final int VQUIT = 1;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    private static final int VSUSP = 10;

    private final int descriptor;
    private final MethodHandle get;
    private final MethodHandle set;
    private final MethodHandle ioctl;

    @SuppressWarnings("restricted")
    Termios(int descriptor) {
        this.descriptor = descriptor;
        Linker linker = Linker.nativeLinker();
        get = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("tcgetattr"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        set = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("tcsetattr"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        ioctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
    }

    /// The attributes as they are, all of them.
    byte[] attributes() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(BYTES, 8);
            check((int) get.invokeExact(descriptor, termios), "tcgetattr");
            return termios.toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    void set(byte[] attributes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(BYTES, 8).copyFrom(MemorySegment.ofArray(attributes));
            check((int) set.invokeExact(descriptor, TCSANOW, termios), "tcsetattr");
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /// Every byte as it is typed: no lines, no echo, and Ctrl+C, Ctrl+\ and Ctrl+Z are bytes like any other.
    static byte[] raw(byte[] attributes) {
        MemorySegment raw = MemorySegment.ofArray(attributes.clone());
        clear(raw, INPUT_FLAGS, ISTRIP_INLCR_ICRNL_IXON);
        clear(raw, LOCAL_FLAGS, ICANON_ECHO_IEXTEN);
        character(raw, VMIN, 1);
        character(raw, VTIME, 0);
        character(raw, VINTR, 0);
        character(raw, VQUIT, 0);
        character(raw, VSUSP, 0);
        return raw.toArray(ValueLayout.JAVA_BYTE);
    }

    private static void clear(MemorySegment termios, int offset, int flags) {
        int before = termios.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
        termios.set(ValueLayout.JAVA_INT_UNALIGNED, offset, before & ~flags);
    }

    private static void character(MemorySegment termios, int index, int value) {
        termios.set(ValueLayout.JAVA_BYTE, CONTROL_CHARACTERS + index, (byte) value);
    }

    /// What the terminal says of its size, 0 where it does not know.
    TerminalSize size() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(8, 8);
            check((int) ioctl.invokeExact(descriptor, TIOCGWINSZ, winsize), "ioctl(TIOCGWINSZ)");
            int rows = winsize.get(ValueLayout.JAVA_SHORT, 0) & 0xffff;
            int columns = winsize.get(ValueLayout.JAVA_SHORT, 2) & 0xffff;
            return new TerminalSize(columns, rows);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private void check(int result, String call) throws IOException {
        if (result != 0) {
            throw new IOException(call + " on descriptor " + descriptor + " failed: not a terminal, or it is gone");
        }
    }

    private static IOException failure(Throwable thrown) {
        return switch (thrown) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(thrown);
        };
    }
}
