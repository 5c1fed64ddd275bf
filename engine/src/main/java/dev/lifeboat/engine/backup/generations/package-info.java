/// The layout of Litestream 0.3: names, reading, writing (0.3 spec, section 1).
@NullMarked
package dev.lifeboat.engine.backup.generations;

import org.jspecify.annotations.NullMarked;
