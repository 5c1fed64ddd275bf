/// The application of the rig: a process that writes a chain of rows, as hard as it is told to.
@NullMarked
package dev.lifeboat.rig.app;

import org.jspecify.annotations.NullMarked;
