/// From a plan to a database file that was checked before it got its name.
@NullMarked
package dev.lifeboat.engine.restore;

import org.jspecify.annotations.NullMarked;
