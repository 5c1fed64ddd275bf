/// Painting in cells and roles: the canvas, what may stand on it, and the shapes that screens are made of (tui.md 8).
@NullMarked
package dev.lifeboat.app.tui.paint;

import org.jspecify.annotations.NullMarked;
