/// Finds the backups that lie in a bucket or a directory, whatever their format, by the names of objects alone.
@NullMarked
package dev.lifeboat.engine.discover;

import org.jspecify.annotations.NullMarked;
