/// The journal of a run: append only, hash chained, on stable storage before anything happens.
@NullMarked
package dev.lifeboat.runbooks.journal;

import org.jspecify.annotations.NullMarked;
