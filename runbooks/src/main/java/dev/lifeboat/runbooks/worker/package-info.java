/// The process that does the work of one run and outlives every screen.
@NullMarked
package dev.lifeboat.runbooks.worker;

import org.jspecify.annotations.NullMarked;
