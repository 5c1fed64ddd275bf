package dev.lifeboat.app.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns the bytes of a terminal into keys and pastes (tui.md 3.2). Pure: the clock is with the caller, who calls
/// `quiet` when [#ESCAPE_MILLIS] have passed without a byte while `waits` is true.
///
/// Sequences that are not known are swallowed whole: none of their bytes becomes a key. Used by one thread.
public final class InputDecoder {
    /// A lone Escape is decided after this time without a further byte.
    public static final long ESCAPE_MILLIS = 50;

    /// What one paste holds beyond this is dropped; nothing in Lifeboat takes so long a text.
    private static final int MOST_PASTED_BYTES = 1 << 20;

    /// A sequence longer than this is noise, and the bytes after it are read afresh.
    private static final int MOST_SEQUENCE_BYTES = 64;

    private static final int ESC = 0x1b;
    private static final String PASTE_END = "\u001b[201~";

    private enum State {
        GROUND,
        ESCAPE,
        CSI,
        SS3,
        LINUX_FUNCTION,
        STRING,
        STRING_ESCAPE,
        PASTE
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private State state = State.GROUND;
    private int missing;
    private int pasteEndSeen;

    /// The inputs that are complete with these bytes.
    public List<Input> feed(byte[] buffer, int length) {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            take(buffer[i] & 0xff, inputs);
        }
        return inputs;
    }

    /// Whether a byte more would change what was read so far.
    public boolean waits() {
        return state != State.GROUND && state != State.PASTE;
    }

    /// No byte came for a while: an Escape that stands alone is the key, anything else unfinished is dropped.
    public List<Input> quiet() {
        boolean escape = state == State.ESCAPE;
        reset();
        return escape ? List.of(key(KeyType.Escape)) : List.of();
    }

    private void take(int b, List<Input> inputs) {
        switch (state) {
            case GROUND -> ground(b, inputs);
            case ESCAPE -> escape(b, inputs);
            case CSI -> csi(b, inputs);
            case SS3 -> {
                Sequences.ss3((char) b).map(InputDecoder::input).ifPresent(inputs::add);
                reset();
            }
            case LINUX_FUNCTION -> {
                Sequences.linuxFunction((char) b).map(InputDecoder::input).ifPresent(inputs::add);
                reset();
            }
            case STRING -> string(b);
            case STRING_ESCAPE -> state = b == '\\' ? State.GROUND : State.STRING;
            case PASTE -> paste(b, inputs);
        }
    }

    private void ground(int b, List<Input> inputs) {
        if (missing > 0) {
            continuation(b, inputs);
        } else if (b == ESC) {
            state = State.ESCAPE;
        } else if (b < 0x80) {
            inputs.add(new Input.Key(ascii(b, false)));
        } else {
            missing = b >= 0xf0 && b < 0xf8 ? 3 : b >= 0xe0 ? 2 : b >= 0xc2 ? 1 : 0;
            bytes.reset();
            bytes.write(b);
        }
    }

    private void continuation(int b, List<Input> inputs) {
        if ((b & 0xc0) != 0x80) {
            missing = 0;
            ground(b, inputs);
            return;
        }
        bytes.write(b);
        if (--missing == 0) {
            for (char c : bytes.toString(StandardCharsets.UTF_8).toCharArray()) {
                inputs.add(new Input.Key(new KeyStroke(c, false, false)));
            }
        }
    }

    private void escape(int b, List<Input> inputs) {
        bytes.reset();
        switch (b) {
            case '[' -> state = State.CSI;
            case 'O' -> state = State.SS3;
            case ']', 'P', '_', '^', 'X' -> state = State.STRING;
            case ESC -> inputs.add(key(KeyType.Escape));
            default -> {
                reset();
                if (b < 0x80) {
                    inputs.add(new Input.Key(ascii(b, true)));
                }
            }
        }
    }

    private void csi(int b, List<Input> inputs) {
        if (b == '[' && bytes.size() == 0) {
            state = State.LINUX_FUNCTION;
        } else if (b == ESC) {
            reset();
            state = State.ESCAPE;
        } else if (b < 0x40 && bytes.size() < MOST_SEQUENCE_BYTES) {
            bytes.write(b);
        } else {
            String parameters = bytes.toString(StandardCharsets.ISO_8859_1);
            reset();
            if (b == '~' && parameters.equals("200")) {
                state = State.PASTE;
            } else {
                Sequences.csi(parameters, (char) b).map(InputDecoder::input).ifPresent(inputs::add);
            }
        }
    }

    private void string(int b) {
        if (b == 0x07) {
            reset();
        } else if (b == ESC) {
            state = State.STRING_ESCAPE;
        }
    }

    private void paste(int b, List<Input> inputs) {
        // The end mark holds its first byte only once, so a mismatch never has to look back.
        pasteEndSeen = b == PASTE_END.charAt(pasteEndSeen) ? pasteEndSeen + 1 : b == ESC ? 1 : 0;
        if (bytes.size() < MOST_PASTED_BYTES) {
            bytes.write(b);
        }
        if (pasteEndSeen == PASTE_END.length()) {
            byte[] all = bytes.toByteArray();
            reset();
            int end = all.length < MOST_PASTED_BYTES ? all.length - PASTE_END.length() : all.length;
            inputs.add(new Input.Paste(new String(all, 0, end, StandardCharsets.UTF_8)));
        }
    }

    private void reset() {
        state = State.GROUND;
        missing = 0;
        pasteEndSeen = 0;
        bytes.reset();
    }

    private static KeyStroke ascii(int b, boolean alt) {
        return switch (b) {
            case '\r', '\n' -> new KeyStroke(KeyType.Enter, false, alt);
            case '\t' -> new KeyStroke(KeyType.Tab, false, alt);
            case 0x7f, 0x08 -> new KeyStroke(KeyType.Backspace, false, alt);
            case 0 -> new KeyStroke(' ', true, alt);
            default ->
                b < 0x20
                        ? new KeyStroke((char) (b < 0x1b ? b + 'a' - 1 : b + 'A' - 1), true, alt)
                        : new KeyStroke((char) b, false, alt);
        };
    }

    private static Input key(KeyType type) {
        return new Input.Key(new KeyStroke(type));
    }

    private static Input input(KeyStroke stroke) {
        return new Input.Key(stroke);
    }

    /// The sequences of function and cursor keys: xterm, rxvt, VT220 and the Linux console.
    private static final class Sequences {
        static Optional<KeyStroke> csi(String parameters, char last) {
            int semicolon = parameters.indexOf(';');
            int modifiers = semicolon < 0 ? 0 : number(parameters.substring(semicolon + 1)) - 1;
            int first = number(semicolon < 0 ? parameters : parameters.substring(0, semicolon));
            Optional<KeyType> type = last == '~' ? numbered(first) : lettered(last);
            return type.map(found -> new KeyStroke(
                    found,
                    (modifiers & 4) != 0 && modifiers > 0,
                    (modifiers & 2) != 0 && modifiers > 0,
                    found == KeyType.ReverseTab || (modifiers & 1) != 0 && modifiers > 0));
        }

        static Optional<KeyStroke> ss3(char last) {
            return last == 'M'
                    ? Optional.of(new KeyStroke(KeyType.Enter))
                    : lettered(last).map(KeyStroke::new);
        }

        static Optional<KeyStroke> linuxFunction(char last) {
            return last >= 'A' && last <= 'E' ? function(last - 'A' + 1).map(KeyStroke::new) : Optional.empty();
        }

        private static Optional<KeyType> lettered(char last) {
            return switch (last) {
                case 'A' -> Optional.of(KeyType.ArrowUp);
                case 'B' -> Optional.of(KeyType.ArrowDown);
                case 'C' -> Optional.of(KeyType.ArrowRight);
                case 'D' -> Optional.of(KeyType.ArrowLeft);
                case 'H' -> Optional.of(KeyType.Home);
                case 'F' -> Optional.of(KeyType.End);
                case 'Z' -> Optional.of(KeyType.ReverseTab);
                case 'P', 'Q', 'R', 'S' -> function(last - 'P' + 1);
                default -> Optional.empty();
            };
        }

        private static Optional<KeyType> numbered(int number) {
            return switch (number) {
                case 1, 7 -> Optional.of(KeyType.Home);
                case 2 -> Optional.of(KeyType.Insert);
                case 3 -> Optional.of(KeyType.Delete);
                case 4, 8 -> Optional.of(KeyType.End);
                case 5 -> Optional.of(KeyType.PageUp);
                case 6 -> Optional.of(KeyType.PageDown);
                case 11, 12, 13, 14, 15 -> function(number - 10);
                case 17, 18, 19, 20, 21 -> function(number - 11);
                case 23, 24 -> function(number - 12);
                default -> Optional.empty();
            };
        }

        private static Optional<KeyType> function(int number) {
            return Optional.of(KeyType.valueOf("F" + number));
        }

        private static int number(String digits) {
            try {
                return digits.isEmpty() ? 0 : Integer.parseInt(digits);
            } catch (NumberFormatException _) {
                return 0;
            }
        }
    }
}
