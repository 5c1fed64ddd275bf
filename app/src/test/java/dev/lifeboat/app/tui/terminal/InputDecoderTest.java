package dev.lifeboat.app.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputDecoderTest {
    private final InputDecoder decoder = new InputDecoder();

    private List<Input> feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Input> inputs = new ArrayList<>();
        // One byte at a time is the worst that a slow line does.
        for (byte one : bytes) {
            inputs.addAll(decoder.feed(new byte[] {one}, 1));
        }
        return inputs;
    }

    private static Input key(KeyType type) {
        return new Input.Key(new KeyStroke(type));
    }

    @ParameterizedTest
    @CsvSource({
        "[A, ArrowUp",
        "OA, ArrowUp",
        "[B, ArrowDown",
        "OB, ArrowDown",
        "[C, ArrowRight",
        "[D, ArrowLeft",
        "[H, Home",
        "[1~, Home",
        "[4~, End",
        "[F, End",
        "[5~, PageUp",
        "[6~, PageDown",
        "[2~, Insert",
        "[3~, Delete",
        "[11~, F1",
        "OP, F1",
        "[[A, F1",
        "[[E, F5",
        "[15~, F5",
        "[24~, F12"
    })
    void bothFormsOfKeysAreKnown(String sequence, KeyType type) {
        assertThat(feed("\u001b" + sequence)).containsExactly(key(type));
        assertThat(decoder.waits()).isFalse();
    }

    @Test
    void aLoneEscapeIsDecidedWhenNothingFollows() {
        assertThat(feed("\u001b")).isEmpty();
        assertThat(decoder.waits()).isTrue();
        assertThat(decoder.quiet()).containsExactly(key(KeyType.Escape));
        assertThat(feed("x")).hasSize(1);
    }

    @Test
    void unknownSequencesAreSwallowedWhole() {
        assertThat(feed("\u001b[?1;2c\u001b]0;title\u0007\u001bPq#1\u001b\\\u001b[<0;12;3M\u001b[999z"))
                .isEmpty();
        assertThat(feed("j")).containsExactly(new Input.Key(new KeyStroke('j', false, false)));
    }

    @Test
    void aPasteIsOnePieceWhateverIsInIt() {
        assertThat(feed("\u001b[200~DROP\r\u001b[A~\u001b[201~q"))
                .containsExactly(new Input.Paste("DROP\r\u001b[A~"), new Input.Key(new KeyStroke('q', false, false)));
    }

    @Test
    void controlKeysAndTextArrive() {
        assertThat(feed("\u0003\u001aé\r\t\u007f"))
                .containsExactly(
                        new Input.Key(new KeyStroke('c', true, false)),
                        new Input.Key(new KeyStroke('z', true, false)),
                        new Input.Key(new KeyStroke('é', false, false)),
                        key(KeyType.Enter),
                        key(KeyType.Tab),
                        key(KeyType.Backspace));
    }

    @Test
    void brokenTextDoesNotStopWhatFollows() {
        assertThat(decoder.feed(new byte[] {(byte) 0xe2, 'q', (byte) 0xff, 'x'}, 4))
                .hasSize(2);
    }
}
