package dev.lifeboat.app.tui.paint;

/// The few symbols that screens use, in Unicode and in ASCII (tui.md 8.2). `corners` are top left, top right, bottom
/// left, bottom right, left tee, right tee.
public enum Glyphs {
    UNICODE('─', '│', "┌┐└┘├┤", '█', '░', "…"),
    ASCII('-', '|', "++++++", '#', '.', "..");

    private final char horizontal;
    private final char vertical;
    private final String corners;
    private final char full;
    private final char empty;
    private final String cut;

    Glyphs(char horizontal, char vertical, String corners, char full, char empty, String cut) {
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.corners = corners;
        this.full = full;
        this.empty = empty;
        this.cut = cut;
    }

    public String horizontal() {
        return String.valueOf(horizontal);
    }

    public String vertical() {
        return String.valueOf(vertical);
    }

    public String corner(int index) {
        return corners.substring(index, index + 1);
    }

    public String full() {
        return String.valueOf(full);
    }

    public String empty() {
        return String.valueOf(empty);
    }

    /// What stands at the end of a text that was cut.
    public String cut() {
        return cut;
    }
}
