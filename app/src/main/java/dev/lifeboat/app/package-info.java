/// The executable.
@NullMarked
package dev.lifeboat.app;

import org.jspecify.annotations.NullMarked;
