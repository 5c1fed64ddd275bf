/// The terminal application: the model, its one update function, the views, and the loop around them (tui.md).
@NullMarked
package dev.lifeboat.app.tui;

import org.jspecify.annotations.NullMarked;
