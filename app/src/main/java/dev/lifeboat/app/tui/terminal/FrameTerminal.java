package dev.lifeboat.app.tui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// The only place that writes to the terminal while a screen is shown (tui.md 3.2).
///
/// A frame is collected and leaves in one write at `flush`. Colour, style and cursor sequences wait until a character
/// needs them, so those that change nothing are never sent. Used by the rendering thread only.
public final class FrameTerminal extends ANSITerminal {
    private static final String MODES_ON = "\u001b[?1049h\u001b[?25l\u001b[?2004h";
    private static final String MODES_OFF = "\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l";

    private final ByteArrayOutputStream frame = new ByteArrayOutputStream(8192);
    private final OutputStream out;
    private final Supplier<TerminalSize> size;
    private final ToIntFunction<String> cells;

    private Style wanted = Style.PLAIN;
    private Style sent = Style.UNKNOWN;
    private int wantedColumn;
    private int wantedRow;
    private int column = -1;
    private int row = -1;
    private int columns = Integer.MAX_VALUE;
    private boolean cursorShown;

    public FrameTerminal(OutputStream out, Charset charset, Supplier<TerminalSize> size, ToIntFunction<String> cells) {
        super(InputStream.nullInputStream(), out, charset);
        this.out = out;
        this.size = size;
        this.cells = cells;
    }

    /// The bytes that give a terminal back to its owner, whatever state it is in. Safe to send twice.
    public static byte[] leaving() {
        return MODES_OFF.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected TerminalSize findTerminalSize() {
        TerminalSize found = size.get();
        columns = found.getColumns();
        return found;
    }

    @Override
    protected void writeToTerminal(byte... bytes) {
        frame.writeBytes(bytes);
    }

    @Override
    public void flush() throws IOException {
        if (frame.size() > 0) {
            byte[] bytes = frame.toByteArray();
            frame.reset();
            out.write(bytes);
            out.flush();
        }
    }

    /// Nothing of what the terminal shows is known any more: after another program had it.
    public void forget() {
        sent = Style.UNKNOWN;
        column = -1;
        row = -1;
    }

    @Override
    public void enterPrivateMode() {
        forget();
        cursorShown = false;
        ascii(MODES_ON);
    }

    @Override
    public void exitPrivateMode() {
        ascii(MODES_OFF);
        forget();
    }

    @Override
    public void clearScreen() {
        wanted = Style.PLAIN;
        applyStyle();
        ascii("\u001b[2J");
    }

    @Override
    public void putString(String text) {
        applyPosition();
        applyStyle();
        frame.writeBytes(text.getBytes(getCharset()));
        column += cells.applyAsInt(text);
        wantedColumn = column;
        wantedRow = row;
        if (column >= columns) {
            // At the right edge terminals differ in where the cursor is: the next character gets its position said.
            column = -1;
        }
    }

    @Override
    public void putCharacter(char character) {
        putString(String.valueOf(character));
    }

    @Override
    public void setCursorPosition(int newColumn, int newRow) {
        wantedColumn = newColumn;
        wantedRow = newRow;
    }

    @Override
    public void setCursorPosition(TerminalPosition position) {
        setCursorPosition(position.getColumn(), position.getRow());
    }

    @Override
    public void setCursorVisible(boolean visible) {
        if (visible) {
            applyPosition();
        }
        if (visible != cursorShown) {
            cursorShown = visible;
            ascii(visible ? "\u001b[?25h" : "\u001b[?25l");
        }
    }

    @Override
    public void setForegroundColor(TextColor color) {
        wanted = new Style(
                new String(color.getForegroundSGRSequence(), StandardCharsets.US_ASCII), wanted.back, wanted.sgr);
    }

    @Override
    public void setBackgroundColor(TextColor color) {
        wanted = new Style(
                wanted.fore, new String(color.getBackgroundSGRSequence(), StandardCharsets.US_ASCII), wanted.sgr);
    }

    @Override
    public void enableSGR(SGR sgr) {
        EnumSet<SGR> more = wanted.copy();
        more.add(sgr);
        wanted = new Style(wanted.fore, wanted.back, more);
    }

    @Override
    public void disableSGR(SGR sgr) {
        EnumSet<SGR> fewer = wanted.copy();
        fewer.remove(sgr);
        wanted = new Style(wanted.fore, wanted.back, fewer);
    }

    @Override
    public void resetColorAndSGR() {
        wanted = Style.PLAIN;
    }

    @Override
    public void close() {
        // The tty is closed by who opened it.
    }

    private void applyPosition() {
        if (wantedColumn != column || wantedRow != row) {
            ascii(String.format(Locale.ROOT, "\u001b[%d;%dH", wantedRow + 1, wantedColumn + 1));
            column = wantedColumn;
            row = wantedRow;
        }
    }

    private void applyStyle() {
        if (!wanted.equals(sent)) {
            ascii(wanted.sequence());
            sent = wanted;
        }
    }

    private void ascii(String text) {
        frame.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Colours as the parameters of an SGR sequence, and the switches beside them.
    private record Style(String fore, String back, Set<SGR> sgr) {
        private static final Style PLAIN = new Style("39", "49", EnumSet.noneOf(SGR.class));
        private static final Style UNKNOWN = new Style("", "", EnumSet.noneOf(SGR.class));

        private EnumSet<SGR> copy() {
            return sgr.isEmpty() ? EnumSet.noneOf(SGR.class) : EnumSet.copyOf(sgr);
        }

        private String sequence() {
            StringBuilder codes = new StringBuilder("\u001b[0");
            for (SGR one : sgr) {
                codes.append(';').append(code(one));
            }
            if (!fore.equals(PLAIN.fore)) {
                codes.append(';').append(fore);
            }
            if (!back.equals(PLAIN.back)) {
                codes.append(';').append(back);
            }
            return codes.append('m').toString();
        }

        private static int code(SGR sgr) {
            return switch (sgr) {
                case BOLD -> 1;
                case ITALIC -> 3;
                case UNDERLINE -> 4;
                case BLINK -> 5;
                case REVERSE -> 7;
                case CROSSED_OUT -> 9;
                case FRAKTUR, BORDERED, CIRCLED -> throw new IllegalArgumentException("no role uses " + sgr);
            };
        }
    }
}
