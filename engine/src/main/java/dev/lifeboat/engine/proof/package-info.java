/// Says whether a database is sound and whether it is the one that was expected: the battery for copies that nobody
/// else has open, a read-only look at a database that may be live, and the comparison of two files page by page.
@NullMarked
package dev.lifeboat.engine.proof;

import org.jspecify.annotations.NullMarked;
