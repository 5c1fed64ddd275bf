package dev.lifeboat.app.tui.paint;

/// A rectangle of cells on a canvas.
public record Rect(int column, int row, int width, int height) {
    public int endColumn() {
        return column + width;
    }

    public int endRow() {
        return row + height;
    }

    /// What is inside a box drawn around this rectangle, with one blank at the left and right.
    public Rect inside() {
        return new Rect(column + 2, row + 1, Math.max(0, width - 4), Math.max(0, height - 2));
    }
}
