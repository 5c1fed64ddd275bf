/// The database file as pages: its header, page arithmetic, the lock page. Pure; imports nothing but the engine's
/// words.
@NullMarked
package dev.lifeboat.engine.page;

import org.jspecify.annotations.NullMarked;
