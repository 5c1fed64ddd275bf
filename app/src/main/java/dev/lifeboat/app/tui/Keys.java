package dev.lifeboat.app.tui;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;

/// The names of keys, as the binding tables, the key bar and the frame fixtures write them: `Enter`, `Esc`, `Up`,
/// `Space`, `j`, `Ctrl+l`, `F1`.
final class Keys {
    private Keys() {}

    static String name(KeyStroke key) {
        String plain = plainName(key);
        return key.isCtrlDown() && key.getKeyType() == KeyType.Character ? "Ctrl+" + plain : plain;
    }

    /// Whether the key stands for a character of a text.
    static boolean isText(KeyStroke key) {
        return key.getKeyType() == KeyType.Character && !key.isCtrlDown() && !key.isAltDown();
    }

    /// The key that has `name`; the reverse of [#name(KeyStroke)], for plain mode and tests.
    static KeyStroke named(String name) {
        if (name.startsWith("Ctrl+")) {
            return new KeyStroke(name.charAt(5), true, false);
        }
        if (name.length() == 1) {
            return new KeyStroke(name.charAt(0), false, false);
        }
        return switch (name) {
            case "Esc" -> new KeyStroke(KeyType.Escape);
            case "Up" -> new KeyStroke(KeyType.ArrowUp);
            case "Down" -> new KeyStroke(KeyType.ArrowDown);
            case "Left" -> new KeyStroke(KeyType.ArrowLeft);
            case "Right" -> new KeyStroke(KeyType.ArrowRight);
            case "PgUp" -> new KeyStroke(KeyType.PageUp);
            case "PgDn" -> new KeyStroke(KeyType.PageDown);
            case "Shift+Tab" -> new KeyStroke(KeyType.ReverseTab);
            case "Space" -> new KeyStroke(' ', false, false);
            default -> new KeyStroke(KeyType.valueOf(name));
        };
    }

    private static String plainName(KeyStroke key) {
        return switch (key.getKeyType()) {
            case Character -> key.getCharacter() == ' ' ? "Space" : String.valueOf(key.getCharacter());
            case Escape -> "Esc";
            case ArrowUp -> "Up";
            case ArrowDown -> "Down";
            case ArrowLeft -> "Left";
            case ArrowRight -> "Right";
            case PageUp -> "PgUp";
            case PageDown -> "PgDn";
            case ReverseTab -> "Shift+Tab";
            default -> key.getKeyType().name();
        };
    }
}
