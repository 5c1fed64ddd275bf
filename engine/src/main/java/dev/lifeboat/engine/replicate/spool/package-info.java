/// What was captured and is not in every store yet, on stable storage beside the database.
@NullMarked
package dev.lifeboat.engine.replicate.spool;

import org.jspecify.annotations.NullMarked;
