/// The border to the terminal: the tty, what is written to it, what is read from it, and how it is left (tui.md 3.2).
@NullMarked
package dev.lifeboat.app.tui.terminal;

import org.jspecify.annotations.NullMarked;
