/// Runs of this host: their directories, their workers, and the pictures made from them.
@NullMarked
package dev.lifeboat.runbooks.local;

import org.jspecify.annotations.NullMarked;
