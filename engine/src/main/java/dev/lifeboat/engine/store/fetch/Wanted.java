package dev.lifeboat.engine.store.fetch;

/// An object that will be read; `sizeBytes` is what the listing said.
public record Wanted(String key, long sizeBytes) {}
