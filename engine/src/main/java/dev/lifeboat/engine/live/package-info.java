/// The watched database: its one raw descriptor, its read mark, its locks, its WAL. The only SQLite on a live file.
@NullMarked
package dev.lifeboat.engine.live;

import org.jspecify.annotations.NullMarked;
