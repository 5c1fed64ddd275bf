/// SQLite's write-ahead log as bytes: header, frames, checksum chain, committed transactions. Pure; the same scan
/// serves the live WAL and a WAL that comes out of a backup.
@NullMarked
package dev.lifeboat.engine.wal;

import org.jspecify.annotations.NullMarked;
