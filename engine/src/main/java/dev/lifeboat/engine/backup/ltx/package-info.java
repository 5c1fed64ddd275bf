/// The layout of Litestream 0.5 (0.5 spec, section 2), read through any store.
@NullMarked
package dev.lifeboat.engine.backup.ltx;

import org.jspecify.annotations.NullMarked;
