/// The run as a pure machine: what is known of it, what may happen, and what follows.
@NullMarked
package dev.lifeboat.runbooks.run;

import org.jspecify.annotations.NullMarked;
