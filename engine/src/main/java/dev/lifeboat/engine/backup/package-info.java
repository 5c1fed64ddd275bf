/// What a replica holds, whatever its format: generations, restore points, gaps, and plans for restoring one of them.
@NullMarked
package dev.lifeboat.engine.backup;

import org.jspecify.annotations.NullMarked;
