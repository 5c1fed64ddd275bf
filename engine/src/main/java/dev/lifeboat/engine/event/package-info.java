/// The one way in which progress leaves the engine.
@NullMarked
package dev.lifeboat.engine.event;

import org.jspecify.annotations.NullMarked;
