package dev.lifeboat.app.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;

/// What the terminal sent: a key, or text that was pasted as one piece.
public sealed interface Input {
    record Key(KeyStroke stroke) implements Input {}

    record Paste(String text) implements Input {}
}
