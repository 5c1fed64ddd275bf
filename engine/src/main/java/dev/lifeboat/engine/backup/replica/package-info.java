/// A replica whose format nobody was told.
@NullMarked
package dev.lifeboat.engine.backup.replica;

import org.jspecify.annotations.NullMarked;
