package dev.lifeboat.app.tui.paint;

/// What a cell means; a theme decides how that looks. The letter stands for it in frame fixtures (tui.md 8.1).
public enum Role {
    TEXT('.'),
    BANNER_PRODUCTION('T'),
    BANNER('t'),
    BORDER('b'),
    DIM('d'),
    HEADING('h'),
    KEY('k'),
    SELECTED('s'),
    OK('o'),
    WARN('w'),
    BAD('x'),
    INFO('n'),
    INPUT('i'),
    BAR('#');

    private final char letter;

    Role(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
