package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;

/// Where the frames of a WAL have been followed to, and which life of it: what the next segment has to continue.
public record Chain(WalHeader header, WalCursor cursor) {}
