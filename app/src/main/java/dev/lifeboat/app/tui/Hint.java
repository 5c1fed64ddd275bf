package dev.lifeboat.app.tui;

/// One entry of the key bar.
record Hint(String key, String text) {}
