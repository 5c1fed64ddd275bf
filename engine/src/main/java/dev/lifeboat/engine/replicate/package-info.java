/// The loop of one database: capture, spool, upload, acknowledge.
@NullMarked
package dev.lifeboat.engine.replicate;

import org.jspecify.annotations.NullMarked;
