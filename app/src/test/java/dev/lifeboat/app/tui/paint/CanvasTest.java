package dev.lifeboat.app.tui.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CanvasTest {
    private final Canvas canvas = new Canvas(10, 2, Glyphs.UNICODE);

    private String row(int row) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < canvas.columns(); column++) {
            text.append(canvas.text(column, row));
        }
        return text.toString();
    }

    @Test
    void whatCouldMoveTheCursorBecomesAVisibleEscapeInDim() {
        canvas.foreign(0, 0, 10, "a\nb\u001bc", Role.TEXT);
        assertThat(row(0)).isEqualTo("a\\nb\\x1bc ");
        assertThat(canvas.role(1, 0)).isEqualTo(Role.DIM);
        assertThat(canvas.role(3, 0)).isEqualTo(Role.TEXT);
    }

    @Test
    void textThatIsTooLongEndsInItsSign() {
        canvas.foreign(0, 0, 6, "abcdefgh", Role.TEXT);
        assertThat(row(0)).isEqualTo("abcde…    ");
        assertThat(new Canvas(10, 1, Glyphs.ASCII).fit("abcdefgh", 6)).isEqualTo("abcd..");
    }

    @Test
    void aWideCharacterThatDoesNotFitBecomesAnArrow() {
        canvas.put(9, 0, "日", Role.TEXT);
        canvas.put(0, 1, "日本", Role.TEXT);
        canvas.put(1, 1, "x", Role.TEXT);
        assertThat(row(0)).endsWith(">");
        assertThat(row(1)).startsWith(" x本");
    }

    @Test
    void ourOwnWordsAreRefusedWhereTheyAreNotClean() {
        assertThatThrownBy(() -> canvas.put(0, 0, "a\tb", Role.TEXT)).isInstanceOf(AssertionError.class);
    }

    @Test
    void marksStayWithTheirBaseAndJoinedEmojiAreTheirFirstPart() {
        assertThat(CellWidth.clusters("e\u0301x")).containsExactly("e\u0301", "x");
        assertThat(CellWidth.clusters("\ud83d\udc68\u200d\ud83d\udc69!")).containsExactly("\ud83d\udc68", "!");
    }
}
