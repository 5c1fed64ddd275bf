/// Runs the packaged image as a process, the way a user meets it.
@NullMarked
package dev.lifeboat.it;

import org.jspecify.annotations.NullMarked;
